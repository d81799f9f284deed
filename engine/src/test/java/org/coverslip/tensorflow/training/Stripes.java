package org.coverslip.tensorflow.training;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.coverslip.network.Device;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.train.architecture.Architectures;

/** Noisy images with horizontal, vertical or diagonal stripes, and their one-hot classes. */
record Stripes(Map<String, Tensor> images, Map<String, Tensor> labels) {

    static final int CLASSES = 3;

    static Stripes draw(int number, int size, long seed) {
        Random random = new Random(seed);
        float[] pixels = new float[number * size * size * 3];
        float[] labels = new float[number * CLASSES];
        int at = 0;
        for (int n = 0; n < number; n++) {
            int label = random.nextInt(CLASSES);
            labels[n * CLASSES + label] = 1;
            double phase = random.nextDouble() * 6;
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    double along = label == 0 ? y : label == 1 ? x : (x + y) * 0.7;
                    double value = 0.3 * Math.sin(along * 0.8 + phase);
                    for (int c = 0; c < 3; c++) {
                        pixels[at++] = (float) (0.5 + value + 0.3 * random.nextGaussian());
                    }
                }
            }
        }
        return new Stripes(
                Map.of(Architectures.INPUT, Tensor.of(pixels, number, size, size, 3)),
                Map.of(Architectures.OUTPUT, Tensor.of(labels, number, CLASSES)));
    }

    /** Share of images whose highest score is that of their class. */
    double accuracy(Map<String, Tensor> scores) {
        float[] given = scores.get(Architectures.OUTPUT).floats();
        float[] truth = labels.get(Architectures.OUTPUT).floats();
        int right = 0;
        for (int n = 0; n < given.length / CLASSES; n++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                if (given[n * CLASSES + c] > given[n * CLASSES + best]) best = c;
            }
            if (truth[n * CLASSES + best] == 1) right++;
        }
        return right * (double) CLASSES / given.length;
    }

    /** Adam on the cross entropy of a softmax, on the CPU. */
    static TrainingSetup setup(String architecture, long seed, int threads) {
        return new TrainingSetup(
                architecture,
                Map.of(),
                Set.of(),
                Map.of(),
                Map.of(Architectures.OUTPUT, new Loss.SoftmaxCrossEntropy(java.util.List.of(), 1)),
                Optimizer.Adam.DEFAULT,
                seed,
                threads,
                Device.CPU);
    }
}
