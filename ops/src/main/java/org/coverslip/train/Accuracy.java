package org.coverslip.train;

import java.util.Map;
import org.coverslip.network.Tensor;
import org.coverslip.train.loop.Measure;

/**
 * Part of the samples whose most probable class is the true one; where labels stand for themselves,
 * part of all labels whose probability lies on the right side of 0.5.
 *
 * @param output name of the network's output, [batch, classes]
 * @param exclusive whether exactly one class is true
 */
public record Accuracy(String output, boolean exclusive) implements Measure {

    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public Pass begin() {
        return new Pass() {
            private long right;
            private long all;

            @Override
            public void add(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
                Tensor truth = targets.get(output);
                float[] p = outputs.get(output).floats();
                float[] y = truth.floats();
                int classes = (int) truth.shape()[truth.rank() - 1];
                if (exclusive) {
                    for (int i = 0; i < p.length; i += classes, all++) {
                        if (y[best(p, i, classes)] == 1) right++;
                    }
                } else {
                    for (int i = 0; i < p.length; i++, all++) {
                        if (p[i] >= 0.5f == (y[i] == 1)) right++;
                    }
                }
            }

            @Override
            public double value() {
                return right / (double) all;
            }
        };
    }

    private static int best(float[] p, int from, int classes) {
        int best = from;
        for (int k = from + 1; k < from + classes; k++) if (p[k] > p[best]) best = k;
        return best;
    }
}
