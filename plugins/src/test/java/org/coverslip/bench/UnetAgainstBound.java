package org.coverslip.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.report.Table;
import org.coverslip.segment.Segment;
import org.coverslip.segment.SegmentOptions;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.ValueMapping;

/**
 * End-to-end tiles per second of a base-16 U-Net over a slide against a machine whose cores do
 * nothing but read and compute: bound = 1 / (t_network + t_read) per tile, as for classification.
 * The network runs on tensors in memory; reading is of the same tiles by all cores.
 */
final class UnetAgainstBound implements Benchmark {

    private static final int SIDE = 6000;
    private static final int TILE = 512;
    private static final int RUNS = 3;
    private static final int CORES = Runtime.getRuntime().availableProcessors();

    @Override
    public String name() {
        return "unet_slide_vs_bound";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path slide = workshop.slide(SIDE, 0.9);
        Path bundle = UnetBundle.write(workshop.folder().resolve("unet16"));
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Map<String, Tensor> input =
                    Map.of(
                            model.requireImageModel().name(),
                            Tensor.of(new float[TILE * TILE * 3], 1, TILE, TILE, 3));
            network.run(input);
            int tiles = (int) endToEnd(workshop, slide, model, network)[0];
            double[] ratios = new double[RUNS];
            double[] ms = new double[3];
            for (int i = 0; i < RUNS; i++) {
                long start = System.nanoTime();
                for (int t = 0; t < tiles; t++) network.run(input);
                double net = (System.nanoTime() - start) * 1e-9 / tiles;
                double read = read(slide, model, tiles) / tiles;
                double all = endToEnd(workshop, slide, model, network)[1] / tiles;
                ratios[i] = (net + read) / all;
                ms[0] += net * 1e3 / RUNS;
                ms[1] += read * 1e3 / RUNS;
                ms[2] += all * 1e3 / RUNS;
            }
            String note =
                    String.format(
                            Locale.ROOT,
                            "%d tiles of %d px, %d cores; mean ms per tile: network %.1f, reading %.1f, end to end %.1f; ratio %s over %d runs",
                            tiles,
                            TILE,
                            CORES,
                            ms[0],
                            ms[1],
                            ms[2],
                            Workshop.spread(ratios),
                            RUNS);
            return new Figure(Workshop.median(ratios), "ratio", note);
        }
    }

    /** Tiles, and seconds for them. */
    private static double[] endToEnd(
            Workshop workshop, Path slide, ModelBundle model, Network network) throws IOException {
        Path out = workshop.folder().resolve("out");
        Workshop.deleteTree(out);
        long start = System.nanoTime();
        Segment.Result result =
                Segment.with(model, network)
                        .images(List.of(ImageItem.of(slide.getFileName().toString(), slide)))
                        .options(
                                new SegmentOptions(
                                        new TileOptions(Region.ALL, 0, 0),
                                        TILE,
                                        0,
                                        false,
                                        new ObjectOptions(ObjectOptions.Method.NONE, 0, 0, 0)))
                        .output(out)
                        .run();
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (!result.failures().isEmpty()) {
            throw new IllegalStateException(result.failures().toString());
        }
        Table table = Table.read(result.summary());
        int tiles = table.columns().indexOf("tiles");
        return new double[] {Double.parseDouble(table.rows().get(0).get(tiles)), seconds};
    }

    /** As many tiles read and packed as for the network, by all cores; seconds. */
    private static double read(Path file, ModelBundle model, int tiles) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(CORES);
        long start = System.nanoTime();
        try (Slide slide = Slides.open(file)) {
            TileSampler sampler =
                    new TileSampler(slide.image(0, 0), TILE, TILE, new EdgeRule.Reflect());
            Preparation preparation = new Preparation(model, new ValueMapping.Stored());
            var source = new Preparation.Source("slide", true, Optional.empty());
            int across = (int) Math.ceil(Math.sqrt(tiles));
            double stride = (SIDE - TILE) / (double) (across - 1);
            ArrayDeque<Future<?>> ahead = new ArrayDeque<>();
            for (int t = 0; t < tiles; t++) {
                double x = Math.rint(t % across * stride);
                double y = Math.rint(t / across * stride);
                Tile tile = new Tile(t, 0, 0, x, y, TILE, TILE, 0, x, y, TILE, TILE);
                ahead.add(
                        pool.submit(
                                () ->
                                        preparation.recycle(
                                                preparation.prepare(sampler.read(tile), source))));
                if (ahead.size() > 8 * CORES) ahead.remove().get();
            }
            while (!ahead.isEmpty()) ahead.remove().get();
        } finally {
            pool.shutdown();
        }
        return (System.nanoTime() - start) * 1e-9;
    }
}
