package org.coverslip.train.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.train.loop.Outcome.Ending;

/** One run of a {@link TrainingLoop}. */
final class TrainingRun {

    /** NB: every update becomes an event in SciJava; eighty a second would be felt. */
    private static final long NANOS_PER_UPDATE = 200_000_000;

    private final TrainingLoop loop;
    private final BatchFeed feed;
    private final LearningNetwork network;
    private final int batch;
    private final int stepsPerEpoch;
    private History history = new History(List.of());
    private Map<String, Tensor> first = Map.of();
    private Map<String, Tensor> best = Map.of();
    private int bestEpoch;
    private double bestLoss = Double.POSITIVE_INFINITY;
    private long updated = System.nanoTime() - NANOS_PER_UPDATE;
    private long step;
    private double rate;
    private double lossSum;
    private String fault = "";

    TrainingRun(TrainingLoop loop, BatchFeed feed) {
        this.loop = loop;
        this.feed = feed;
        this.network = loop.network;
        int n = loop.training.size();
        this.batch = Math.min(loop.batch, n);
        this.stepsPerEpoch = (n + batch - 1) / batch;
    }

    Outcome run() {
        resume();
        if (bestEpoch == 0) first = network.weights();
        while (done() < loop.epochs && !isStale()) {
            long begun = System.nanoTime();
            if (!train()) return end(fault.isEmpty() ? Ending.CANCELED : Ending.NOT_FINITE);
            Optional<Epoch> epoch = validate(begun);
            if (epoch.isEmpty()) return end(Ending.CANCELED);
            double judged = judged(epoch.get());
            if (!Double.isFinite(judged)) {
                fault = notFinite("validation loss", judged);
                return end(Ending.NOT_FINITE);
            }
            history = history.plus(epoch.get());
            if (judged < bestLoss || loop.validation.isEmpty()) {
                best = network.weights();
                bestEpoch = done();
                bestLoss = judged;
            }
            save();
            loop.listener.accept(history);
        }
        return end(done() < loop.epochs ? Ending.EARLY : Ending.EPOCHS);
    }

    private int done() {
        return history.epochs().size();
    }

    private boolean isStale() {
        return loop.patience > 0
                && loop.validation.isPresent()
                && done() - bestEpoch >= loop.patience;
    }

    private double judged(Epoch epoch) {
        return loop.validation.isPresent() ? epoch.validationLoss() : epoch.loss();
    }

    private void resume() {
        if (loop.checkpoint.isEmpty()) return;
        Checkpoint.read(loop.checkpoint.get(), loop.fingerprint)
                .ifPresent(
                        saved -> {
                            network.restore(saved.state());
                            history = saved.history();
                            best = saved.best();
                            bestEpoch = saved.bestEpoch();
                            bestLoss = saved.bestLoss();
                            loop.listener.accept(history);
                        });
        step = (long) done() * stepsPerEpoch;
    }

    private void save() {
        if (loop.checkpoint.isEmpty()) return;
        new Checkpoint(loop.fingerprint, history, bestEpoch, bestLoss, best, network.state())
                .write(loop.checkpoint.get());
    }

    /** One pass over the training samples; false if it was stopped or the loss is not finite. */
    private boolean train() {
        lossSum = 0;
        step = (long) done() * stepsPerEpoch;
        return feed.each(orders(done() + 1), loop.progress::isCanceled, this::step);
    }

    private boolean step(Batch b) {
        rate = loop.schedule.rate(step, stepsPerEpoch, loop.epochs);
        double loss = network.step(b.inputs(), b.targets(), rate);
        step++;
        if (!Double.isFinite(loss)) {
            fault = notFinite("loss", loss);
            return false;
        }
        lossSum += loss;
        if (System.nanoTime() - updated >= NANOS_PER_UPDATE || step % stepsPerEpoch == 0) {
            updated = System.nanoTime();
            loop.progress.update(step, (long) stepsPerEpoch * loop.epochs, "steps");
        }
        return true;
    }

    private String notFinite(String what, double loss) {
        return what
                + ": it became "
                + loss
                + " at step "
                + step
                + " (epoch "
                + (done() + 1)
                + "), "
                + (bestEpoch > 0
                        ? "and the weights of epoch " + bestEpoch + " were kept"
                        : "before any epoch was whole, so that there are no good weights")
                + "; lower rate= or check the images.";
    }

    /**
     * Which samples make up the batches of an epoch. The last batch is filled up from the epoch's
     * beginning: batch normalisation has no use for a batch of one.
     */
    private List<BatchFeed.Order> orders(int epoch) {
        long own = Seeds.of(loop.seed, epoch);
        int[] order = shuffled(loop.training.size(), own);
        List<BatchFeed.Order> orders = new ArrayList<>(stepsPerEpoch);
        for (int s = 0; s < stepsPerEpoch; s++) {
            int[] samples = new int[batch];
            long[] seeds = new long[batch];
            for (int k = 0; k < batch; k++) {
                int place = s * batch + k;
                samples[k] = order[place % order.length];
                seeds[k] = Seeds.of(own, place);
            }
            orders.add(new BatchFeed.Order(samples, seeds));
        }
        return orders;
    }

    /** Fisher and Yates. */
    private static int[] shuffled(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** Empty if it was stopped. */
    private Optional<Epoch> validate(long begun) {
        Map<String, Double> values = new LinkedHashMap<>();
        if (loop.watched.isPresent() && !loop.measures.isEmpty()) {
            Evaluation on = new Evaluation(network, loop.measures, batch, loop.threads);
            if (!on.run(loop.watched.get(), false, loop.progress::isCanceled)) {
                return Optional.empty();
            }
            values.putAll(on.values(""));
        }
        double loss = Double.NaN;
        if (loop.validation.isPresent()) {
            Evaluation on = new Evaluation(network, loop.measures, batch, loop.threads);
            if (!on.run(loop.validation.get(), true, loop.progress::isCanceled)) {
                return Optional.empty();
            }
            loss = on.loss();
            values.putAll(on.values(History.VALIDATION));
        }
        double seconds = (System.nanoTime() - begun) * 1e-9;
        return Optional.of(
                new Epoch(done() + 1, step, rate, lossSum / stepsPerEpoch, loss, values, seconds));
    }

    private Outcome end(Ending ending) {
        boolean kept = bestEpoch > 0;
        // NB: weights whose loss is not finite are finite themselves, yet good for nothing.
        Map<String, Tensor> weights =
                kept ? best : ending == Ending.NOT_FINITE ? first : network.weights();
        if (kept || ending == Ending.NOT_FINITE) network.restore(weights);
        String message =
                switch (ending) {
                    case CANCELED ->
                            kept
                                    ? "Stopped by the user; the weights of epoch "
                                            + bestEpoch
                                            + " were kept."
                                    : "Stopped by the user in the first epoch, after step "
                                            + step
                                            + ", before anything was worth keeping.";
                    case NOT_FINITE -> fault;
                    case EARLY, EPOCHS -> "";
                };
        return new Outcome(weights, bestEpoch, history, ending, message);
    }
}
