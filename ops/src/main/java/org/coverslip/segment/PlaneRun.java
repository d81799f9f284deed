package org.coverslip.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
        TileRunner<DenseGrid.Place, TensorBlock, Supplier<float[]>> runner =
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

    /** The network runs here; what its numbers mean is worked out while it runs again. */
    private List<Supplier<float[]>> compute(List<TensorBlock> samples, Preparation preparation) {
        List<Supplier<float[]>> results = new ArrayList<>();
        if (augment) {
            List<List<DenseAnswer>> sides = fromAllSides(samples);
            for (int i = 0; i < samples.size(); i++) {
                int sample = i;
                results.add(() -> mean(sides.stream().map(s -> s.get(sample)).toList()));
            }
        } else {
            for (DenseAnswer a : network.run(samples)) {
                results.add(() -> meaning.apply(a.planes()));
            }
        }
        samples.forEach(preparation::recycle);
        return results;
    }

    private List<List<DenseAnswer>> fromAllSides(List<TensorBlock> samples) {
        List<List<DenseAnswer>> answers = new ArrayList<>();
        for (int k = 0; k < Dihedral.count(network.x().out(), network.y().out()); k++) {
            answers.add(network.run(samples.stream().map(new Dihedral(k)::apply).toList()));
        }
        return answers;
    }

    /**
     * @param sides what the network said of a tile that was laid in each way
     */
    private float[] mean(List<DenseAnswer> sides) {
        float[] sum = null;
        for (int k = 0; k < sides.size(); k++) {
            float[] values = meaning.apply(sides.get(k).planes());
            if (sum == null) sum = new float[values.length];
            new Dihedral(k).addBack(values, network.x().out(), network.y().out(), sum);
        }
        for (int i = 0; i < sum.length; i++) sum[i] /= sides.size();
        return sum;
    }

    private static final class Collector
            implements TileRunner.Sink<DenseGrid.Place, Supplier<float[]>> {

        private final DenseMosaic mosaic;
        private int good;
        private int failed;
        private Throwable first;
        private String firstFault = "";

        Collector(DenseMosaic mosaic) {
            this.mosaic = mosaic;
        }

        @Override
        public void done(DenseGrid.Place place, Supplier<float[]> values) {
            float[] known;
            try {
                known = values.get();
            } catch (RefusedException e) {
                failed(place, e);
                return;
            }
            good++;
            mosaic.put(place, known);
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
