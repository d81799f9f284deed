package org.coverslip.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.coverslip.RefusedException;
import org.coverslip.job.Sentence;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.DenseMosaic;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileRunner;
import org.coverslip.tile.TileSampler;

/** Brings one plane of an image through the network and puts the tiles together. */
final class PlaneRun {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    private final DenseNetwork network;
    private final UnaryOperator<float[]> meaning;
    private final int planes;
    private final int batch;
    private final boolean augment;
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
        this.network = network;
        this.meaning = meaning;
        this.planes = planes;
        this.batch = batch;
        this.augment = augment;
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
        Collector collector = new Collector(new DenseMosaic(grid, planes, sink));
        TileRunner<DenseGrid.Place, TensorBlock, float[]> runner =
                new TileRunner<>(
                        place -> preparation.prepare(sampler.read(grid.tile(place)), source),
                        samples -> compute(samples, preparation),
                        collector,
                        batch,
                        THREADS,
                        progress);
        boolean whole = runner.run(grid.iterator(), done, total);
        if (!whole) return new Outcome(false, collector.failed, collector.firstFault);
        if (collector.failed > 0 && collector.good == 0) {
            if (collector.first instanceof RefusedException refused) throw refused;
            throw new RefusedException(
                    source.name(),
                    "no tile could be done (" + collector.firstFault + ")",
                    "check the file");
        }
        collector.mosaic.finish();
        return new Outcome(true, collector.failed, collector.firstFault);
    }

    private List<float[]> compute(List<TensorBlock> samples, Preparation preparation) {
        List<float[]> results =
                augment
                        ? fromAllSides(samples)
                        : network.run(samples).stream().map(meaning).toList();
        samples.forEach(preparation::recycle);
        return results;
    }

    private List<float[]> fromAllSides(List<TensorBlock> samples) {
        int w = network.x().out();
        int h = network.y().out();
        int sides = Dihedral.count(w, h);
        List<float[]> sums = new ArrayList<>();
        for (int k = 0; k < sides; k++) {
            Dihedral side = new Dihedral(k);
            List<float[]> got = network.run(samples.stream().map(side::apply).toList());
            for (int i = 0; i < got.size(); i++) {
                float[] values = meaning.apply(got.get(i));
                if (k == 0) sums.add(new float[values.length]);
                side.addBack(values, w, h, sums.get(i));
            }
        }
        for (float[] sum : sums) for (int i = 0; i < sum.length; i++) sum[i] /= sides;
        return sums;
    }

    private static final class Collector implements TileRunner.Sink<DenseGrid.Place, float[]> {

        private final DenseMosaic mosaic;
        private int good;
        private int failed;
        private Throwable first;
        private String firstFault = "";

        Collector(DenseMosaic mosaic) {
            this.mosaic = mosaic;
        }

        @Override
        public void done(DenseGrid.Place place, float[] values) {
            good++;
            mosaic.put(place, values);
        }

        @Override
        public void failed(DenseGrid.Place place, Throwable cause) {
            failed++;
            if (first != null) return;
            first = cause;
            firstFault = Sentence.of("tile " + place.row() + ", " + place.column(), cause);
        }
    }
}
