package org.coverslip.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.coverslip.classify.Classify;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.Overview;
import org.coverslip.tile.TissueMask;

/**
 * Time for a slide with 10 % tissue against the same size with 100 %, after the time to read the
 * mask level has been taken off both: what it costs to look at glass.
 */
final class TissueTime implements Benchmark {

    private static final int RUNS = 5;
    private static final int SIDE = 20_000;

    @Override
    public String name() {
        return "slide_time_10pct_tissue";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path tenth = workshop.slide(SIDE, 0.1);
        Path whole = workshop.slide(SIDE, 1);
        double[] ratios = new double[RUNS];
        double[] means = new double[3];
        try (ModelBundle model = Models.open(workshop.small(), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            run(workshop, tenth, model, network);
            for (int i = 0; i < RUNS; i++) {
                double mask = mask(tenth);
                double a = run(workshop, tenth, model, network);
                double b = run(workshop, whole, model, network);
                ratios[i] = (a - mask) / b;
                double[] s = {a, b, mask};
                for (int k = 0; k < 3; k++) means[k] += s[k] / RUNS;
            }
        }
        String note =
                String.format(
                        Locale.ROOT,
                        "mean seconds: 10 %% tissue %.2f, 100 %% %.2f, mask %.2f; ratio %s over %d runs",
                        means[0],
                        means[1],
                        means[2],
                        Workshop.spread(ratios),
                        RUNS);
        return new Figure(Workshop.median(ratios), "ratio", note);
    }

    private static double mask(Path file) throws Exception {
        long start = System.nanoTime();
        try (Slide slide = Slides.open(file)) {
            TissueMask.of(Overview.of(slide, 0, slide.pixelSize()));
        }
        return (System.nanoTime() - start) * 1e-9;
    }

    private static double run(Workshop workshop, Path slide, ModelBundle model, Network network)
            throws Exception {
        Path out = workshop.folder().resolve("out");
        Workshop.deleteTree(out);
        long start = System.nanoTime();
        Classify.with(model, network)
                .images(List.of(ImageItem.of(slide.getFileName().toString(), slide)))
                .output(out)
                .run();
        return (System.nanoTime() - start) * 1e-9;
    }
}
