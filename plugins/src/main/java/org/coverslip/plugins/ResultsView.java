package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.report.Table;

/** Shows a run's table and picture in ImageJ's own windows. */
final class ResultsView {

    private ResultsView() {}

    /**
     * Fills ImageJ's Results table, which macros read with {@code nResults} and {@code getResult},
     * and opens windows where there is a display.
     */
    static void show(Path summary, Path picture, boolean show) {
        if (!show) return;
        ResultsTable results = ResultsTable.getResultsTable();
        results.reset();
        Table table = Table.read(summary);
        for (List<String> row : table.rows()) {
            results.incrementCounter();
            for (int i = 0; i < row.size(); i++) add(results, table.columns().get(i), row.get(i));
        }
        if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        results.show("Results");
        if (!Files.exists(picture)) return;
        ImagePlus montage = IJ.openImage(picture.toString());
        if (montage != null) montage.show();
    }

    private static void add(ResultsTable results, String column, String text) {
        try {
            results.addValue(column, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            results.addValue(column, text);
        }
    }
}
