package org.coverslip.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.coverslip.detect.Detect;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileGrid;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.TileScale;
import org.coverslip.tile.ValueMapping;

/**
 * Detection of nuclei on a slide against a machine whose cores do nothing but read and compute, as
 * {@link SlideAgainstBound} defines it; what end to end adds is decoding, suppression, joining and
 * writing.
 */
final class DetectAgainstBound implements Benchmark {

    private static final int RUNS = 3;
    private static final int BATCH = 4;
    private static final int EDGE = 512;
    private static final int SIDE = 12_000;
    private static final double OVERLAP = 0.125;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @Override
    public String name() {
        return "detect_slide_vs_bound";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path slide = workshop.slide(SIDE, 0.9);
        Path named = Path.of(Shipped.NUCLEI_BOXES);
        try (ModelBundle model = Models.open(named, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
                RawSession session = new RawSession(model.savedModel(), BATCH, EDGE)) {
            endToEnd(workshop, slide, model, network);
            int tiles = read(slide, model).tiles;
            session.run(4 * BATCH);
            double[] ratios = new double[RUNS];
            double[] perTile = new double[3];
            for (int i = 0; i < RUNS; i++) {
                double net = session.run(tiles) / tiles;
                double read = read(slide, model).seconds / tiles;
                double all = endToEnd(workshop, slide, model, network) / tiles;
                ratios[i] = (net + read) / all;
                double[] ms = {net * 1e3, read * 1e3, all * 1e3};
                for (int k = 0; k < 3; k++) perTile[k] += ms[k] / RUNS;
            }
            String note =
                    String.format(
                            Locale.ROOT,
                            "%d tiles of %d, batch %d, %d cores; mean ms per tile: network %.2f,"
                                    + " reading %.2f, end to end %.2f; ratio %s over %d runs",
                            tiles,
                            EDGE,
                            BATCH,
                            CORES,
                            perTile[0],
                            perTile[1],
                            perTile[2],
                            Workshop.spread(ratios),
                            RUNS);
            return new Figure(Workshop.median(ratios), "ratio", note);
        }
    }

    private static double endToEnd(
            Workshop workshop, Path slide, ModelBundle model, Network network) throws IOException {
        Path out = workshop.folder().resolve("out");
        Workshop.deleteTree(out);
        long start = System.nanoTime();
        Detect.Result result =
                Detect.with(model, network)
                        .images(List.of(ImageItem.of(slide.getFileName().toString(), slide)))
                        .tiling(new TileOptions(Region.ALL, OVERLAP, 0))
                        .tile(EDGE)
                        .batch(BATCH)
                        .output(out)
                        .run();
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (!result.failures().isEmpty()) {
            throw new IllegalStateException(result.failures().toString());
        }
        return seconds;
    }

    private record Reading(int tiles, double seconds) {}

    /** Every tile read and packed as for the network, by all cores. */
    private static Reading read(Path file, ModelBundle model) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CORES);
        long start = System.nanoTime();
        int tiles = 0;
        try (Slide slide = Slides.open(file)) {
            TileScale scale =
                    TileScale.of("slide", slide.levels(), slide.pixelSize(), model.spacing());
            TileGrid grid =
                    TileGrid.builder("slide", slide.levels().get(0), scale, EDGE, EDGE)
                            .overlap(OVERLAP)
                            .build();
            TileSampler sampler =
                    new TileSampler(
                            slide.image(scale.level(), 0), EDGE, EDGE, new EdgeRule.Reflect());
            Preparation preparation = new Preparation(model, new ValueMapping.Stored());
            var source = new Preparation.Source("slide", true, Optional.empty());
            ArrayDeque<Future<?>> ahead = new ArrayDeque<>();
            for (Tile tile : grid) {
                tiles++;
                ahead.add(pool.submit(() -> preparation.prepare(sampler.read(tile), source)));
                if (ahead.size() > 8 * CORES) ahead.remove().get();
            }
            while (!ahead.isEmpty()) ahead.remove().get();
        } finally {
            pool.shutdown();
        }
        return new Reading(tiles, (System.nanoTime() - start) * 1e-9);
    }
}
