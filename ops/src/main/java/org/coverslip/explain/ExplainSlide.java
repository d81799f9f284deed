package org.coverslip.explain;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.coverslip.classify.Prediction;
import org.coverslip.explain.method.Question;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.job.EachImage;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.Sentence;
import org.coverslip.job.SlidePlan;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Thumbnail;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileRunner;
import org.coverslip.tile.TileSampler;

/**
 * Explains slides: the tiles that say most of each label, in a gallery, and, if wanted, every tile,
 * stitched into one map.
 */
final class ExplainSlide {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    private final ExplainTask task;
    private final ModelBundle model;
    private final Explainer explainer;
    private final ExplainReport report;
    private final TileOptions tiling;
    private final int tiles;
    private final boolean map;

    /**
     * @param tiles how many go into the gallery, per label
     * @param map whether all tiles are explained
     */
    ExplainSlide(ExplainTask task, TileOptions tiling, int tiles, boolean map) {
        this.task = task;
        this.model = task.model();
        this.explainer = task.explainer();
        this.report = task.report();
        this.tiling = tiling;
        this.tiles = tiles;
        this.map = map;
    }

    /**
     * @return whether all was done; false if the user stopped it
     */
    boolean run(List<ImageItem> items) {
        return new EachImage(report.folder()).run(items, this::explain);
    }

    /** What the steps on one slide share. */
    private record Opened(
            ImageItem item,
            Slide slide,
            SlidePlan plan,
            TileSampler sampler,
            Preparation preparation,
            Preparation.Source source) {

        TensorBlock read(Tile tile) {
            return preparation.prepare(sampler.read(tile), source);
        }
    }

    private boolean explain(ImageItem item) throws IOException {
        try (Slide slide = item.opener().open()) {
            SlidePlan plan = SlidePlan.of(item, slide, model, tiling);
            report.opened(item, slide, task.preparation());
            plan.notes().forEach(n -> report.folder().warn(item.id().name() + ": " + n));
            var level = slide.image(plan.grid().tile(0, 0).level(), 0);
            var source =
                    new Preparation.Source(item.id().name(), slide.rgb(), slide.displayRange());
            Opened open =
                    new Opened(
                            item,
                            slide,
                            plan,
                            new TileSampler(
                                    level, plan.patch(), plan.patch(), new EdgeRule.Reflect()),
                            task.preparation().fittedTo(level, source),
                            source);
            BestTiles best = classify(open);
            if (best == null) return false;
            Prediction mean = best.mean();
            List<Integer> asked = task.labels().of(mean);
            ExplanationRows rows = report.rows();
            gallery(open, best, asked, rows);
            if (map && !stitch(open, asked)) return false;
            report.done(item, slide, mean, plan.grid().size(), rows);
            return true;
        } catch (CancellationException e) {
            return false;
        }
    }

    /** Every tile through the network; null if the user stopped it. */
    private BestTiles classify(Opened open) {
        BestTiles best = new BestTiles();
        Faults<Prediction> sink = new Faults<>(best::add);
        var runner =
                new TileRunner<Tile, TensorBlock, Prediction>(
                        open::read,
                        explainer.subject()::predictions,
                        sink,
                        explainer.subject().batch(),
                        THREADS,
                        task.progress());
        boolean whole = runner.run(open.plan.grid().iterator(), 0, passes(open));
        if (!whole) return null;
        sink.tell(open, best.isEmpty());
        return best;
    }

    private long passes(Opened open) {
        return (long) open.plan.grid().size() * (map ? 2 : 1);
    }

    private void gallery(Opened open, BestTiles best, List<Integer> asked, ExplanationRows rows) {
        String name = open.item.id().name();
        boolean byRoi = tiling.region() == Region.ROIS;
        Optional<Coverage> truth = byRoi ? Optional.empty() : ImageParts.truth(open.item);
        Optional<Coverage> tissue = open.plan.mask().map(m -> m);
        Gallery gallery = new Gallery(report.look(), name + ": " + report.heading());
        for (int label : asked) {
            for (BestTiles.Scored scored : best.of(label, tiles)) {
                Tile t = scored.tile();
                var pixels = open.sampler.read(t);
                TensorBlock sample = open.preparation.prepare(pixels, open.source);
                RawHeat heat = explainer.explain(List.of(new Question(sample, label))).get(0);
                String labelName = model.labels().get(label);
                double p = scored.prediction().probabilities().get(label);
                BufferedImage picture =
                        ExplainReport.small(
                                Thumbnail.of(
                                        pixels,
                                        open.slide.rgb(),
                                        open.slide.displayRange(),
                                        Gallery.SIDE));
                gallery.add(
                        picture,
                        heat.normalised(),
                        ExplainReport.line(labelName, p, heat),
                        String.format("tile %d, x %.0f, y %.0f", t.index(), t.x0(), t.y0()));
                task.sanity().add(new Question(sample, label), picture, heat);
                rows.add(
                        new ExplanationRows.Place(
                                name, "tile " + t.index(), 1, t.x0(), t.y0(), t.w0(), t.h0()),
                        labelName,
                        p,
                        heat.max(),
                        HeatMass.of(heat, t.x0(), t.y0(), t.w0(), t.h0(), tissue, truth));
            }
        }
        gallery.write(report.folder().folderOf(name).resolve("gallery.png"));
    }

    /** All tiles into one map per label; false if the user stopped it. */
    private boolean stitch(Opened open, List<Integer> asked) {
        Level full = open.slide.levels().get(0);
        StitchedMap[] stitched = new StitchedMap[1];
        String name = open.item.id().name();
        Faults<List<RawHeat>> sink =
                new Faults<>(
                        (tile, heats) -> {
                            if (stitched[0] == null) {
                                stitched[0] =
                                        new StitchedMap(
                                                name,
                                                open.plan.grid(),
                                                full,
                                                heats.get(0),
                                                asked.size());
                            }
                            stitched[0].put(tile, heats);
                        });
        var runner =
                new TileRunner<Tile, TensorBlock, List<RawHeat>>(
                        open::read,
                        samples -> heats(samples, asked),
                        sink,
                        explainer.subject().batch(),
                        THREADS,
                        task.progress());
        if (!runner.run(open.plan.grid().iterator(), open.plan.grid().size(), passes(open))) {
            return false;
        }
        sink.tell(open, stitched[0] == null);
        write(open, asked, stitched[0]);
        return true;
    }

    private List<List<RawHeat>> heats(List<TensorBlock> samples, List<Integer> asked) {
        List<Question> questions = new ArrayList<>();
        for (TensorBlock sample : samples) {
            for (int label : asked) questions.add(new Question(sample, label));
        }
        List<RawHeat> all = explainer.explain(questions);
        List<List<RawHeat>> perTile = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            perTile.add(List.copyOf(all.subList(i * asked.size(), (i + 1) * asked.size())));
        }
        return perTile;
    }

    private void write(Opened open, List<Integer> asked, StitchedMap stitched) {
        Path own = report.folderOf(open.item, null, 0);
        BufferedImage picture = Thumbnail.of(open.slide, ExplainReport.SCREEN);
        Level full = open.slide.levels().get(0);
        List<HeatFiles.Channel> raw = new ArrayList<>();
        List<HeatFiles.Channel> scaled = new ArrayList<>();
        for (int k = 0; k < asked.size(); k++) {
            String label = model.labels().get(asked.get(k));
            RawHeat values = stitched.map(k);
            raw.add(new HeatFiles.Channel(label, values));
            scaled.add(new HeatFiles.Channel(label, StitchedMap.scaled(values)));
            RawHeat shown =
                    stitched.onto(
                            scaled.get(k).heat(),
                            picture.getWidth(),
                            picture.getHeight(),
                            full.width() / (double) picture.getWidth());
            report.overlay(
                    own.resolve("overlay-" + ExplainReport.safe(label) + ".png"), picture, shown);
        }
        var place = stitched.placed(Optional.of(open.plan.pixelSize()));
        report.files().write(own.resolve("heatmap.tif"), scaled, place, 1);
        report.files().write(own.resolve("heatmap-raw.tif"), raw, place, HeatFiles.highest(raw));
    }

    /** Takes results, and remembers the first tile that failed. */
    private final class Faults<R> implements TileRunner.Sink<Tile, R> {

        private final java.util.function.BiConsumer<Tile, R> results;
        private int failed;
        private String first = "";

        Faults(java.util.function.BiConsumer<Tile, R> results) {
            this.results = results;
        }

        @Override
        public void done(Tile tile, R result) {
            results.accept(tile, result);
        }

        @Override
        public void failed(Tile tile, Throwable cause) {
            if (failed++ == 0) first = Sentence.of("tile " + tile.index(), cause);
        }

        void tell(Opened open, boolean none) {
            String name = open.item.id().name();
            if (none) {
                throw new org.coverslip.RefusedException(
                        name, "no tile could be done (" + first + ")", "check the file");
            }
            report.folder().tilesFailed(name, failed, first);
        }
    }
}
