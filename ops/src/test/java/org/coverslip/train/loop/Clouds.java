package org.coverslip.train.loop;

import java.util.Map;
import java.util.SplittableRandom;
import org.coverslip.network.Tensor;

/** Three clouds of points that overlap a little; the seed shakes each point ("augmentation"). */
record Clouds(int size, long first) implements Samples {

    static final int CLASSES = 3;

    @Override
    public Sample get(int index, long seed) {
        int label = index % CLASSES;
        SplittableRandom place = new SplittableRandom(first + index);
        SplittableRandom shake = new SplittableRandom(seed);
        float[] x = new float[2];
        double angle = 2 * Math.PI * label / CLASSES;
        double noise = seed == 0 ? 0 : 0.1;
        x[0] = (float) (2 * Math.cos(angle) + gauss(place) + noise * gauss(shake));
        x[1] = (float) (2 * Math.sin(angle) + gauss(place) + noise * gauss(shake));
        float[] y = new float[CLASSES];
        y[label] = 1;
        return new Sample(Map.of("x", Tensor.of(x, 2)), Map.of("p", Tensor.of(y, CLASSES)));
    }

    private static double gauss(SplittableRandom random) {
        return random.nextDouble() + random.nextDouble() + random.nextDouble() - 1.5;
    }
}
