package org.coverslip.segment;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.coverslip.job.AnswerSink;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.segment.dense.TileAnswers;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.DenseMosaic;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileRunner;
import org.coverslip.tile.TileSampler;

/** Brings one plane of an image through the network and puts the tiles together. */
final class PlaneRun {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    private final TileAnswers tiles;
    private final int planes;
    private final int batch;
    private final Progress progress;

    /**
     * @param meaning turns a tile's numbers into those that are blended
     * @param planes how many numbers per pixel those are
     * @param batch tiles per call of the network
     * @param augment whether every tile is seen from all sides
     */
    PlaneRun(
            DenseNetwork network,
            UnaryOperator<float[]> meaning,
            int planes,
            int batch,
            boolean augment,
            Progress progress) {
        this.tiles = new TileAnswers(network, meaning, augment);
        this.planes = planes;
        this.batch = batch;
        this.progress = progress;
    }

    /**
     * What happened.
     *
     * @param whole false if the user stopped it
     * @param failed tiles that could not be read or computed
     * @param firstFault what was wrong with the first of them; empty if none
     */
    record Outcome(boolean whole, int failed, String firstFault) {}

    /**
     * @param done tiles of the image that were done before, for the progress
     * @param total tiles of the image in all
     * @throws RefusedException if no tile could be done
     */
    Outcome run(
            DenseGrid grid,
            TileSampler sampler,
            Preparation preparation,
            Preparation.Source source,
            DenseMosaic.Sink sink,
            long done,
            long total) {
        DenseMosaic mosaic = new DenseMosaic(grid, planes, sink);
        AnswerSink<DenseGrid.Place, float[]> answers =
                new AnswerSink<>(p -> "tile " + p.row() + ", " + p.column(), mosaic::put);
        TileRunner<DenseGrid.Place, TensorBlock, Supplier<float[]>> runner =
                new TileRunner<>(
                        place -> preparation.prepare(sampler.read(grid.tile(place)), source),
                        samples -> compute(samples, preparation),
                        answers,
                        batch,
                        THREADS,
                        progress);
        boolean whole = runner.run(grid.iterator(), done, total);
        if (whole) {
            answers.requireAny(source.name());
            mosaic.finish();
        }
        return new Outcome(whole, answers.failed(), answers.firstFault());
    }

    private List<Supplier<float[]>> compute(List<TensorBlock> samples, Preparation preparation) {
        List<Supplier<float[]>> answers = tiles.run(samples);
        samples.forEach(preparation::recycle);
        return answers;
    }
}
