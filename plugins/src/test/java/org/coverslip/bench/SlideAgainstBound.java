package org.coverslip.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.coverslip.classify.Classify;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
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
 * End-to-end tiles per second of a slide against a machine whose cores do nothing but read and
 * compute: bound = 1 / (t_network + t_read) per tile. t_network is a raw session on tensors in
 * memory, t_read is reading and packing alone, each with all cores, the same batch, the same
 * process. The three are measured in turn, five times; the value is the median of the ratios.
 */
final class SlideAgainstBound implements Benchmark {

    private static final int RUNS = 5;
    private static final int BATCH = 8;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    private final String name;
    private final boolean densenet;
    private final boolean raw;
    private final int side;

    private SlideAgainstBound(String name, boolean densenet, boolean raw, int side) {
        this.name = name;
        this.densenet = densenet;
        this.raw = raw;
        this.side = side;
    }

    static Benchmark densenet() {
        return new SlideAgainstBound("slide_densenet_vs_bound", true, false, 6000);
    }

    static Benchmark small() {
        return new SlideAgainstBound("slide_small_vs_bound", false, false, 16_000);
    }

    static Benchmark densenetAgainstRaw() {
        return new SlideAgainstBound("slide_densenet_vs_raw", true, true, 6000);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path slide = workshop.slide(side, 0.9);
        Path bundle = densenet ? workshop.densenet() : workshop.small();
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
                RawSession session = new RawSession(model.savedModel(), BATCH)) {
            int tiles = endToEnd(workshop, slide, model, network).tiles();
            read(slide, model);
            session.run(4 * BATCH);
            double[] ratios = new double[RUNS];
            double[] perTile = new double[3];
            for (int i = 0; i < RUNS; i++) {
                double net = session.run(tiles) / tiles;
                double read = read(slide, model) / tiles;
                double all = endToEnd(workshop, slide, model, network).seconds() / tiles;
                ratios[i] = (raw ? net : net + read) / all;
                double[] ms = {net * 1e3, read * 1e3, all * 1e3};
                for (int k = 0; k < 3; k++) perTile[k] += ms[k] / RUNS;
            }
            String note =
                    String.format(
                            java.util.Locale.ROOT,
                            "%d tiles, batch %d, %d cores; mean ms per tile: network %.2f, reading %.2f, end to end %.2f; ratio %s over %d runs",
                            tiles,
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

    private record Run(int tiles, double seconds) {}

    private static Run endToEnd(Workshop workshop, Path slide, ModelBundle model, Network network)
            throws IOException {
        Path out = workshop.folder().resolve("out");
        Workshop.deleteTree(out);
        long start = System.nanoTime();
        Classify.Result result =
                Classify.with(model, network)
                        .images(List.of(ImageItem.of(slide.getFileName().toString(), slide)))
                        .tiling(new TileOptions(Region.ALL, 0, 0))
                        .batch(BATCH)
                        .output(out)
                        .run();
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (!result.failures().isEmpty())
            throw new IllegalStateException(result.failures().toString());
        try (var lines =
                Files.lines(out.resolve(slide.getFileName().toString()).resolve("tiles.csv"))) {
            return new Run((int) lines.count() - 1, seconds);
        }
    }

    /** Every tile read and packed as for the network, by all cores; seconds. */
    private static double read(Path file, ModelBundle model) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CORES);
        long start = System.nanoTime();
        try (Slide slide = Slides.open(file)) {
            TileScale scale =
                    TileScale.of("slide", slide.levels(), slide.pixelSize(), model.spacing());
            int patch = Workshop.PATCH;
            TileGrid grid =
                    TileGrid.builder("slide", slide.levels().get(0), scale, patch, patch).build();
            TileSampler sampler =
                    new TileSampler(
                            slide.image(scale.level(), 0), patch, patch, new EdgeRule.Reflect());
            Preparation preparation = new Preparation(model, new ValueMapping.Stored());
            var source = new Preparation.Source("slide", true, Optional.empty());
            java.util.ArrayDeque<Future<?>> ahead = new java.util.ArrayDeque<>();
            for (Tile tile : grid) {
                ahead.add(pool.submit(() -> preparation.prepare(sampler.read(tile), source)));
                if (ahead.size() > 8 * CORES) ahead.remove().get();
            }
            while (!ahead.isEmpty()) ahead.remove().get();
        } finally {
            pool.shutdown();
        }
        return (System.nanoTime() - start) * 1e-9;
    }
}
