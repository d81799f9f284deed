package org.coverslip.train.loop;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.report.Progress;

/**
 * Trains a network: passes over the samples in an order drawn anew for every epoch, validates after
 * each, keeps the weights with the lowest validation loss, and writes a checkpoint from which a run
 * that was killed goes on.
 *
 * <pre>{@code
 * Outcome outcome = TrainingLoop.with(network)
 *         .training(samples)
 *         .validation(others)
 *         .batch(32)
 *         .epochs(20)
 *         .checkpoint(folder.resolve("checkpoint.bin"), fingerprint)
 *         .run();
 * }</pre>
 *
 * <p>Where the network gives the same bits for the same steps, so does the loop, however many
 * threads prepare the batches and however often it is stopped and run again.
 */
public final class TrainingLoop {

    final LearningNetwork network;
    Samples training;
    Optional<Samples> validation = Optional.empty();
    Optional<Samples> watched = Optional.empty();
    List<Measure> measures = List.of();
    int batch = 32;
    int epochs = 20;
    int patience;
    long seed = 1;
    Schedule schedule = new Schedule.Cosine(1e-3, 0.05);
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    Optional<Path> checkpoint = Optional.empty();
    String fingerprint = "";
    Progress progress = Progress.NONE;
    Consumer<History> listener = h -> {};

    private TrainingLoop(LearningNetwork network) {
        this.network = Objects.requireNonNull(network);
    }

    /** The network stays open and belongs to the caller. */
    public static TrainingLoop with(LearningNetwork network) {
        return new TrainingLoop(network);
    }

    /** What it learns from. */
    public TrainingLoop training(Samples samples) {
        training = Objects.requireNonNull(samples);
        return this;
    }

    /** What the best weights are chosen by; asked with seed 0 every time. */
    public TrainingLoop validation(Samples samples) {
        validation = Optional.of(samples);
        return this;
    }

    /**
     * Numbers to take after every epoch on the validation samples, and on {@code watchedTraining}:
     * some training samples without augmentation.
     */
    public TrainingLoop measures(List<Measure> wanted, Optional<Samples> watchedTraining) {
        measures = List.copyOf(wanted);
        watched = watchedTraining;
        return this;
    }

    /** Samples per step; where there are fewer in all, that many. Default 32. */
    public TrainingLoop batch(int samples) {
        batch = atLeastOne("batch", samples);
        return this;
    }

    /** Passes over the training samples, at most. Default 20. */
    public TrainingLoop epochs(int passes) {
        epochs = atLeastOne("epochs", passes);
        return this;
    }

    /**
     * Stops after so many epochs without a lower validation loss; 0, the default: never. Epochs are
     * counted from the last one that was better.
     */
    public TrainingLoop patience(int passes) {
        if (passes < 0) {
            throw new RefusedException(
                    "patience=" + passes, "it is below 0", "give a number of epochs, 0: no end");
        }
        patience = passes;
        return this;
    }

    /** Of the order of samples and of all that is drawn for them. */
    public TrainingLoop seed(long value) {
        seed = value;
        return this;
    }

    /** Default: cosine from 0.001. */
    public TrainingLoop schedule(Schedule value) {
        schedule = Objects.requireNonNull(value);
        return this;
    }

    /** Threads that prepare batches. Default: one per processor. */
    public TrainingLoop threads(int number) {
        threads = atLeastOne("threads", number);
        return this;
    }

    /**
     * Writes a checkpoint after every epoch, and goes on from one that is there.
     *
     * @param request of everything that decides the result: another one starts anew
     */
    public TrainingLoop checkpoint(Path file, String request) {
        checkpoint = Optional.of(file);
        fingerprint = Objects.requireNonNull(request);
        return this;
    }

    /** Counts steps; asked every step whether to stop. */
    public TrainingLoop progress(Progress value) {
        progress = value;
        return this;
    }

    /** Told after every epoch, on the training thread. */
    public TrainingLoop listener(Consumer<History> value) {
        listener = value;
        return this;
    }

    private static int atLeastOne(String name, int value) {
        if (value >= 1) return value;
        throw new RefusedException(name + "=" + value, "it is below 1", "give 1 or more");
    }

    /**
     * Trains, and leaves the network with the best weights.
     *
     * @throws RefusedException if a sample cannot be read, or the checkpoint is damaged or cannot
     *     be written
     */
    public Outcome run() {
        Objects.requireNonNull(training, "training");
        try (BatchFeed feed = new BatchFeed(training, threads)) {
            return new TrainingRun(this, feed).run();
        }
    }
}
