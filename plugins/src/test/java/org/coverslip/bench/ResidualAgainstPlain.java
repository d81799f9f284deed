package org.coverslip.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;

/**
 * What depth does to a plain stack of convolutions and to one with identities around every two (He
 * et al. 2016): training accuracy of both after the same steps from the same batches. The value is
 * by how much the residual one is ahead.
 */
record ResidualAgainstPlain(int convolutions) implements Benchmark {

    private static final int STEPS = 300;
    private static final int BATCH = 32;
    private static final double RATE = 1e-3;
    private static final long SEED = 1;

    @Override
    public String name() {
        return "residual_vs_plain_" + convolutions;
    }

    @Override
    public Figure measure(Workshop workshop) {
        Gratings images = Gratings.draw(1024, SEED);
        double plain = accuracy("plain-" + convolutions, images);
        double residual = accuracy("residual-" + convolutions, images);
        String note =
                String.format(
                        Locale.ROOT,
                        "training accuracy: residual %.3f, plain %.3f, after %d steps of %d images"
                                + " of %d px out of %d, %d classes, Adam %.0e, He initialisation, no"
                                + " normalisation",
                        residual,
                        plain,
                        STEPS,
                        BATCH,
                        Gratings.SIDE,
                        images.number(),
                        Gratings.CLASSES,
                        RATE);
        return new Figure(residual - plain, "accuracy", note);
    }

    private static double accuracy(String network, Gratings images) {
        Frame frame = Frame.of(Gratings.SIDE, 3, Gratings.CLASSES);
        Loss loss = new Loss.SoftmaxCrossEntropy(List.of(), 1);
        TrainingSetup setup =
                new TrainingSetup(
                        Architectures.of(network, frame),
                        Map.of(),
                        Set.of(),
                        Map.of(),
                        Map.of(Architectures.OUTPUT, loss),
                        Optimizer.Adam.DEFAULT,
                        SEED,
                        0,
                        Device.AUTO);
        SplittableRandom random = new SplittableRandom(SEED);
        try (LearningNetwork learning = Engines.get().learn(setup)) {
            for (int i = 0; i < STEPS; i++) {
                int[] rows = random.ints(BATCH, 0, images.number()).toArray();
                learning.step(
                        Map.of(Architectures.INPUT, images.pixels(rows)),
                        Map.of(Architectures.OUTPUT, images.truth(rows)),
                        RATE);
            }
            int right = 0;
            for (int from = 0; from < images.number(); from += BATCH) {
                int first = from;
                int[] rows = new int[BATCH];
                for (int i = 0; i < BATCH; i++) rows[i] = first + i;
                Tensor scores =
                        learning.predict(Map.of(Architectures.INPUT, images.pixels(rows)))
                                .get(Architectures.OUTPUT);
                right += images.right(rows, scores);
            }
            return right / (double) images.number();
        }
    }
}
