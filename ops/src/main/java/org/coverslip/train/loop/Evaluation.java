package org.coverslip.train.loop;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.coverslip.network.training.LearningNetwork;

/** One pass of a network over a set of samples, without learning from them. */
final class Evaluation {

    private final LearningNetwork network;
    private final List<Measure> measures;
    private final List<Measure.Pass> passes = new ArrayList<>();
    private final int batch;
    private final int threads;
    private double lossSum;
    private int seen;

    Evaluation(LearningNetwork network, List<Measure> measures, int batch, int threads) {
        this.network = network;
        this.measures = measures;
        this.batch = batch;
        this.threads = threads;
        measures.forEach(m -> passes.add(m.begin()));
    }

    /**
     * @param withLoss whether {@link #loss} is wanted too
     * @return whether it came to the end
     */
    boolean run(Samples samples, boolean withLoss, BooleanSupplier stop) {
        List<BatchFeed.Order> orders = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += batch) {
            int[] own = new int[Math.min(batch, samples.size() - from)];
            for (int k = 0; k < own.length; k++) own[k] = from + k;
            orders.add(new BatchFeed.Order(own, new long[own.length]));
        }
        try (BatchFeed feed = new BatchFeed(samples, threads)) {
            return feed.each(orders, stop, b -> add(b, withLoss));
        }
    }

    private boolean add(Batch b, boolean withLoss) {
        if (withLoss) lossSum += network.loss(b.inputs(), b.targets()) * b.size();
        if (!passes.isEmpty()) {
            var outputs = network.predict(b.inputs());
            passes.forEach(p -> p.add(outputs, b.targets()));
        }
        seen += b.size();
        return true;
    }

    /** Mean over the samples. */
    double loss() {
        return lossSum / seen;
    }

    Map<String, Double> values(String prefix) {
        Map<String, Double> values = new LinkedHashMap<>();
        for (int i = 0; i < measures.size(); i++) {
            values.put(prefix + measures.get(i).name(), passes.get(i).value());
        }
        return values;
    }
}
