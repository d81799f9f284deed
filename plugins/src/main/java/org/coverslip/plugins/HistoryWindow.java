package org.coverslip.plugins;

import ij.IJ;
import ij.gui.Plot;
import ij.gui.PlotWindow;
import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.coverslip.report.Chart;
import org.coverslip.train.loop.History;

/** Plots of loss and accuracy that grow while a network learns, where there is a display. */
final class HistoryWindow implements Consumer<History> {

    private final boolean show;
    private final List<PlotWindow> windows = new ArrayList<>();

    HistoryWindow(boolean show) {
        this.show = show && !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null;
    }

    @Override
    public void accept(History history) {
        if (!show || history.epochs().isEmpty()) return;
        List<Chart> charts = history.charts();
        for (int i = 0; i < charts.size(); i++) {
            Plot plot = charts.get(i).plot();
            if (i >= windows.size()) windows.add(plot.show());
            // NB: a window that the user closed stays closed.
            else if (windows.get(i) != null && windows.get(i).isVisible()) {
                windows.get(i).drawPlot(plot);
            }
        }
    }
}
