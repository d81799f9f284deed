package org.coverslip.train.segmentation;

import java.util.Map;
import org.coverslip.network.Tensor;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.loop.Measure;

/** Mean over the classes but the first of the Dice of the most probable class. */
record PixelDice(int classes) implements Measure {

    @Override
    public String name() {
        return "dice";
    }

    @Override
    public Pass begin() {
        long[] shared = new long[classes];
        long[] sum = new long[classes];
        return new Pass() {
            @Override
            public void add(Map<String, Tensor> outputs, Map<String, Tensor> targets) {
                float[] p = outputs.get(PixelArchitectures.SCORES).floats();
                float[] t = targets.get(PixelArchitectures.SCORES).floats();
                for (int i = 0; i + classes <= p.length; i += classes) {
                    int truth = largest(t, i);
                    // NB: where nobody said what it is, all are 0.
                    if (t[i + truth] == 0) continue;
                    int found = largest(p, i);
                    sum[truth]++;
                    sum[found]++;
                    if (truth == found) shared[truth]++;
                }
            }

            @Override
            public double value() {
                double total = 0;
                int counted = 0;
                for (int c = 1; c < classes; c++) {
                    if (sum[c] == 0) continue;
                    total += 2.0 * shared[c] / sum[c];
                    counted++;
                }
                return counted == 0 ? Double.NaN : total / counted;
            }
        };
    }

    private int largest(float[] values, int from) {
        int best = 0;
        for (int c = 1; c < classes; c++) if (values[from + c] > values[from + best]) best = c;
        return best;
    }
}
