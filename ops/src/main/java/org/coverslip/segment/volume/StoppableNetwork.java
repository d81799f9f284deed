package org.coverslip.segment.volume;

import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Progress;

/**
 * A network whose caller can stop waiting. A tile of a volume takes seconds, which nobody can break
 * off; what it gives in the end is then thrown away.
 */
final class StoppableNetwork implements VolumeNetwork {

    private static final long POLL_MS = 100;

    private final VolumeNetwork network;
    private final Progress progress;

    StoppableNetwork(VolumeNetwork network, Progress progress) {
        this.network = network;
        this.progress = progress;
    }

    @Override
    public TileAxis x() {
        return network.x();
    }

    @Override
    public TileAxis y() {
        return network.y();
    }

    @Override
    public TileAxis z() {
        return network.z();
    }

    @Override
    public int halo(char axis) {
        return network.halo(axis);
    }

    @Override
    public int planes() {
        return network.planes();
    }

    @Override
    public int largestBatch() {
        return network.largestBatch();
    }

    @Override
    public int blendedPlanes() {
        return network.blendedPlanes();
    }

    /**
     * @throws CancellationException if the user stopped it
     */
    @Override
    public List<float[]> run(List<TensorBlock> samples) {
        return await(() -> network.run(samples));
    }

    /**
     * @throws CancellationException if the user stopped it
     */
    @Override
    public List<Supplier<float[]>> answers(List<TensorBlock> samples) {
        return await(() -> network.answers(samples));
    }

    private <R> R await(Supplier<R> work) {
        FutureTask<R> task = new FutureTask<>(work::get);
        Thread thread = new Thread(task, "coverslip-volume");
        thread.setDaemon(true);
        thread.start();
        while (true) {
            try {
                return task.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (progress.isCanceled()) throw new CancellationException();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CancellationException();
            } catch (ExecutionException e) {
                if (e.getCause() instanceof Error error) throw error;
                throw (RuntimeException) e.getCause();
            }
        }
    }
}
