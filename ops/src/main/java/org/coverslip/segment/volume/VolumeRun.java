package org.coverslip.segment.volume;

import java.util.Iterator;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.job.AnswerSink;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.TileRunner;

/** Brings a volume through the network and puts the tiles together. */
public final class VolumeRun {

    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors());

    private final VolumeNetwork network;
    private final int batch;
    private final Progress progress;

    /**
     * @param batch tiles per call of the network
     */
    public VolumeRun(VolumeNetwork network, int batch, Progress progress) {
        this.network = new StoppableNetwork(network, progress);
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
    public record Outcome(boolean whole, int failed, String firstFault) {}

    /**
     * How much tiles have to share, as the model says or as measured in the middle of the volume.
     *
     * @param part of a tile that neighbours share, as the user says; 0: chosen
     * @throws CancellationException if the user stopped it
     */
    public VolumeGrid.Overlaps overlaps(Volume volume, VolumeTiles tiles, double part) {
        VolumeGrid plain = new VolumeGrid(network, volume, VolumeGrid.Overlaps.NONE, Coverage.ALL);
        VolumeRim rim = new VolumeRim(network, tiles, middle(plain));
        return new VolumeGrid.Overlaps(
                overlap('x', network.x(), plain.xs().count(), rim, 0, part),
                overlap('y', network.y(), plain.ys().count(), rim, 1, part),
                overlap('z', network.z(), plain.zs().count(), rim, 2, part));
    }

    private AxisOverlap overlap(
            char letter, TileAxis axis, int count, VolumeRim rim, int which, double part) {
        if (count == 1) return AxisOverlap.NONE;
        if (progress.isCanceled()) throw new CancellationException();
        int declared = network.halo(letter);
        OptionalInt measured = declared < 0 ? rim.measure(which) : OptionalInt.empty();
        return AxisOverlap.of(letter, axis, part, declared, measured);
    }

    private static int[] middle(VolumeGrid grid) {
        int skip = grid.size() / 2;
        Iterator<VolumeGrid.Place> places = grid.iterator();
        while (skip-- > 0) places.next();
        return grid.origin(places.next());
    }

    /**
     * @param name of the image, for messages
     * @param done tiles of the image that were done before, for the progress
     * @param total tiles of the image in all
     * @throws RefusedException if no tile could be done
     * @throws CancellationException if the user stopped it while the network ran
     */
    public Outcome run(
            VolumeGrid grid,
            VolumeTiles tiles,
            String name,
            VolumeMosaic.Sink sink,
            long done,
            long total) {
        VolumeMosaic mosaic = new VolumeMosaic(grid, network.blendedPlanes(), sink);
        AnswerSink<VolumeGrid.Place, float[]> answers =
                new AnswerSink<>(VolumeRun::called, mosaic::put);
        TileRunner<VolumeGrid.Place, TensorBlock, Supplier<float[]>> runner =
                new TileRunner<>(
                        place -> {
                            int[] at = grid.origin(place);
                            return tiles.read(at[0], at[1], at[2]);
                        },
                        network::answers,
                        answers,
                        Math.min(batch, network.largestBatch()),
                        THREADS,
                        progress);
        boolean whole = runner.run(grid.iterator(), done, total);
        if (whole) {
            answers.requireAny(name);
            mosaic.finish();
        }
        return new Outcome(whole, answers.failed(), answers.firstFault());
    }

    private static String called(VolumeGrid.Place p) {
        return "tile %d, %d, %d".formatted(p.layer(), p.plane().row(), p.plane().column());
    }
}
