package org.coverslip.train;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.report.Progress;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.train.loop.History;
import org.coverslip.train.loop.Measure;
import org.coverslip.train.loop.Outcome;
import org.coverslip.train.loop.Samples;
import org.coverslip.train.loop.TrainingLoop;

/**
 * What every training shares, whatever is learned: where it runs and writes to, how it learns, and
 * who is told.
 *
 * @param output folder for the results; made if needed
 * @param listener told after every epoch
 */
public record TrainingJob(
        NetworkEngine engine,
        Path output,
        Learning learning,
        Progress progress,
        Consumer<History> listener) {

    /**
     * A training that is ready to run.
     *
     * @param request decides the result
     * @param setup the network
     * @param training samples
     * @param validation samples
     * @param measure of how well it does on the latter
     * @param facts figures of what is learned from, for the user
     * @param notes what a user should know; they become warnings in the run record
     * @param export writes weights as a bundle into a folder
     */
    public record Plan(
            Request request,
            TrainingSetup setup,
            Samples training,
            Samples validation,
            Measure measure,
            Map<String, Double> facts,
            List<String> notes,
            BiConsumer<Map<String, Tensor>, Path> export) {}

    /**
     * @param losses per output
     */
    public TrainingSetup setup(Blueprint network, Map<String, Loss> losses) {
        return new TrainingSetup(
                network.architecture(),
                network.weights(),
                network.frozen(),
                network.rateFactors(),
                losses,
                learning.method(),
                learning.seed(),
                learning.threads(),
                learning.device());
    }

    /**
     * A loop that keeps its history and a checkpoint in the output folder.
     *
     * @param fingerprint of the request
     */
    TrainingLoop loop(LearningNetwork network, String fingerprint) {
        return TrainingLoop.with(network)
                .batch(learning.batch())
                .epochs(learning.epochs())
                .patience(learning.patience())
                .seed(learning.seed())
                .schedule(learning.rates())
                .checkpoint(output.resolve("checkpoint.bin"), fingerprint)
                .progress(progress)
                .listener(this::report);
    }

    private void report(History history) {
        history.write(output);
        listener.accept(history);
    }

    /** Notes in the run record where it runs. */
    void ranOn(RunFolder folder, LearningNetwork network) {
        folder.ranOn(engine.name(), learning.device().toString(), network.device().toString());
    }

    /**
     * Trains, writes {@code model}, {@code history.csv}, {@code history.png} and {@code run.json},
     * and goes on where an earlier run of the same request was stopped.
     *
     * @throws org.coverslip.RefusedException if nothing can be learned, or the output cannot be
     *     written
     */
    public Trained run(Plan plan) {
        try (RunFolder folder = RunFolder.open(output, plan.request(), List.of("image"))) {
            plan.notes().forEach(folder::warn);
            Outcome outcome = learn(folder, plan);
            boolean canceled = outcome.ending() == Outcome.Ending.CANCELED;
            if (!outcome.message().isEmpty()) folder.warn(outcome.message());
            if (outcome.bestEpoch() == 0) {
                folder.cancel();
                return new Trained(
                        Optional.empty(), Map.of(), plan.notes(), outcome.message(), canceled);
            }
            // NB: an interrupt is a way to cancel, and would break off every file that is written
            // because of it.
            boolean interrupted = Thread.interrupted();
            try {
                Path model = output.resolve("model");
                plan.export().accept(outcome.weights(), model);
                if (canceled) folder.cancel();
                else folder.finish();
                Map<String, Double> metrics = new LinkedHashMap<>(plan.facts());
                metrics.putAll(outcome.best());
                return new Trained(
                        Optional.of(model), metrics, plan.notes(), outcome.message(), canceled);
            } finally {
                if (interrupted) Thread.currentThread().interrupt();
            }
        }
    }

    private Outcome learn(RunFolder folder, Plan plan) {
        try (LearningNetwork network = engine.learn(plan.setup())) {
            ranOn(folder, network);
            return loop(network, plan.request().fingerprint())
                    .training(plan.training())
                    .validation(plan.validation())
                    .measures(List.of(plan.measure()), Optional.empty())
                    .run();
        }
    }
}
