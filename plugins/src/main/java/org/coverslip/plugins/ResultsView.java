package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageCanvas;
import ij.measure.ResultsTable;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.job.ImageItem;
import org.coverslip.report.Table;

/** Shows a run's table and picture in ImageJ's own windows. */
final class ResultsView {

    /** More windows than these hide each other. */
    private static final int MOST_SLIDES = 3;

    /** Width on the screen up to which a map is enlarged, pixels. */
    private static final int SEEN = 400;

    private static final double MOST_ZOOM = 32;

    private ResultsView() {}

    /**
     * Fills ImageJ's Results table, which macros read with {@code nResults} and {@code getResult},
     * and opens windows where there is a display. Measurements of the user's own that stand there
     * stay; the table then has a window of its own.
     */
    static void show(Path summary, Path picture, boolean show) {
        // NB: a run that was stopped early has none.
        if (!show || !Files.exists(summary)) return;
        Table table = Table.read(summary);
        ResultsTable own = ResultsTable.getResultsTable();
        boolean free = IJ.isMacro() || own.size() == 0 || own.columnExists(table.columns().get(0));
        ResultsTable results = free ? own : new ResultsTable();
        results.reset();
        for (List<String> row : table.rows()) {
            results.incrementCounter();
            for (int i = 0; i < row.size(); i++) add(results, table.columns().get(i), row.get(i));
        }
        if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        results.show(free ? "Results" : "Coverslip summary");
        ImagePlus montage = Files.exists(picture) ? IJ.openImage(picture.toString()) : null;
        if (montage != null) montage.show();
    }

    /**
     * Opens the slides of a run, the first few of them, each with its heat map laid over it.
     *
     * @param spacing micrometres per pixel that the run was given; 0: those of the file
     */
    static void showSlides(Inputs inputs, double spacing, boolean show) {
        if (!show || GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        int shown = 0;
        for (ImageItem item : inputs.items()) {
            Path results = inputs.output().resolve(item.id().name());
            if (item.file().isEmpty() || !Files.exists(results.resolve("heatmap.tif"))) continue;
            if (++shown > MOST_SLIDES) return;
            try {
                int channel = SlideView.heatmap(results).getNChannels();
                SlideView.overlay(item.file().get(), results, channel, spacing).show();
                showLarge(SlideView.heatmap(results));
            } catch (IOException | RuntimeException e) {
                // NB: the results are written; that one of them cannot be drawn must not make the
                // run fail.
                IJ.log(item.id().name() + " cannot be shown: " + e.getMessage());
            }
        }
    }

    /** Shows a map so that it can be seen: one of a small slide has a pixel per tile, a dozen. */
    static void showLarge(ImagePlus map) {
        map.show();
        ImageCanvas canvas = map.getCanvas();
        if (canvas == null) return;
        double magnification = canvas.getMagnification();
        while (map.getWidth() * magnification < SEEN && magnification < MOST_ZOOM) {
            canvas.zoomIn(map.getWidth() / 2, map.getHeight() / 2);
            if (canvas.getMagnification() <= magnification) return;
            magnification = canvas.getMagnification();
        }
    }

    private static void add(ResultsTable results, String column, String text) {
        try {
            results.addValue(column, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            results.addValue(column, text);
        }
    }
}
