package org.coverslip.classify;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Sentence;
import org.coverslip.job.SlidePlan;
import org.coverslip.job.TileJournal;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.Table;
import org.coverslip.slide.Slide;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Mosaic;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileRunner;
import org.coverslip.tile.TileSampler;

/** One slide, tile by tile, into its journal and its heat map. */
final class ClassifySlide {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());
    private static final int FIRST_SCORE = 8;

    private final ModelBundle model;
    private final Classifier classifier;
    private final Preparation preparation;
    private final int batch;
    private final Progress progress;

    ClassifySlide(
            ModelBundle model,
            Classifier classifier,
            Preparation preparation,
            int batch,
            Progress progress) {
        this.model = model;
        this.classifier = classifier;
        this.preparation = preparation;
        this.batch = batch;
        this.progress = progress;
    }

    /**
     * What came out of the tiles.
     *
     * @param scores [label][position in the grid's order]; NaN for tiles that failed
     * @param failed tiles that could not be read or computed
     * @param firstFault what was wrong with the first of them; empty if none
     * @param mosaic the same values by place
     */
    record Tiles(float[][] scores, int failed, String firstFault, Mosaic mosaic) {}

    static String header(List<String> labels) {
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "tile",
                                "row",
                                "column",
                                "x",
                                "y",
                                "width",
                                "height",
                                "prediction"));
        columns.addAll(labels);
        return Table.line(columns);
    }

    /**
     * @return null if the user stopped it; the journal then holds what is done
     */
    Tiles run(ImageItem item, Slide slide, SlidePlan plan, TileJournal journal) {
        var level = slide.image(plan.grid().tile(0, 0).level(), 0);
        TileSampler sampler =
                new TileSampler(level, plan.patch(), plan.patch(), new EdgeRule.Reflect());
        var source = new Preparation.Source(item.id().name(), slide.rgb(), slide.displayRange());
        Preparation fitted = preparation.fittedTo(level, source);
        Collector collector = new Collector(plan, journal);
        Iterator<Tile> tiles = plan.grid().iterator();
        journal.replay(row -> collector.restore(tiles.next(), row));
        TileRunner<Tile, TensorBlock, Prediction> runner =
                new TileRunner<>(
                        tile -> fitted.prepare(sampler.read(tile), source),
                        this::classify,
                        collector,
                        batch,
                        THREADS,
                        progress);
        boolean whole = runner.run(tiles, journal.kept(), plan.grid().size());
        return whole ? collector.tiles() : null;
    }

    private List<Prediction> classify(List<TensorBlock> samples) {
        List<Prediction> predictions = classifier.classify(samples);
        samples.forEach(preparation::recycle);
        return predictions;
    }

    /** Enters results into the journal, the mosaic and the scores. */
    private final class Collector implements TileRunner.Sink<Tile, Prediction> {

        private final TileJournal journal;
        private final Mosaic mosaic;
        private final float[][] scores;
        private int position;
        private int failed;
        private String firstFault = "";

        Collector(SlidePlan plan, TileJournal journal) {
            this.journal = journal;
            this.mosaic = new Mosaic(plan.grid(), model.labels());
            this.scores = new float[model.labels().size()][plan.grid().size()];
        }

        @Override
        public void done(Tile tile, Prediction prediction) {
            List<String> texts = prediction.probabilities().stream().map(Numbers::text).toList();
            write(tile, prediction.text(), texts);
        }

        @Override
        public void failed(Tile tile, Throwable cause) {
            if (firstFault.isEmpty()) firstFault = Sentence.of("tile " + tile.index(), cause);
            write(tile, "failed", model.labels().stream().map(l -> "NaN").toList());
        }

        private void write(Tile tile, String prediction, List<String> texts) {
            List<String> cells = new ArrayList<>();
            for (int n : new int[] {tile.index(), tile.row(), tile.column()})
                cells.add(Integer.toString(n));
            for (double v : new double[] {tile.x0(), tile.y0(), tile.w0(), tile.h0()})
                cells.add(Numbers.text(v));
            cells.add(prediction);
            cells.addAll(texts);
            journal.add(Table.line(cells));
            enter(tile, texts);
        }

        /**
         * NB: from the text of the row and not from the network, so that a continued run draws the
         * same map.
         */
        private void enter(Tile tile, List<String> texts) {
            float[] values = new float[texts.size()];
            for (int c = 0; c < values.length; c++) {
                values[c] = Float.parseFloat(texts.get(c));
                scores[c][position] = values[c];
            }
            if (Float.isNaN(values[0])) failed++;
            else mosaic.put(tile, values);
            position++;
        }

        void restore(Tile tile, String row) {
            List<String> cells = Table.cells(row);
            enter(tile, cells.subList(FIRST_SCORE, cells.size()));
        }

        Tiles tiles() {
            return new Tiles(scores, failed, firstFault, mosaic);
        }
    }
}
