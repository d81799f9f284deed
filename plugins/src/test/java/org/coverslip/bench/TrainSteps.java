package org.coverslip.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.coverslip.model.Normalization;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.coverslip.train.architecture.Architectures;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.data.Example;
import org.coverslip.train.loop.Batch;
import org.coverslip.train.loop.Sample;
import org.coverslip.train.loop.Schedule;
import org.coverslip.train.loop.TrainingLoop;
import org.coverslip.train.prepare.ClassSamples;
import org.coverslip.train.prepare.PixelStore;

/**
 * Steps per second of the default network in the training loop, pictures read from the store,
 * augmented as tissue is and preprocessed, against the same graph that is given ready batches.
 */
final class TrainSteps implements Benchmark {

    private static final int RUNS = 5;
    private static final int SIDE = 128;
    private static final int PICTURES = 640;
    private static final int BATCH = 32;
    private static final int CLASSES = 3;

    @Override
    public String name() {
        return "train_steps_vs_ready_tensors";
    }

    @Override
    public Figure measure(Workshop workshop) throws Exception {
        Path file = workshop.folder().resolve("train.cache");
        try (PixelStore store = PixelStore.create(file, PICTURES, SIDE * SIDE * 3);
                LearningNetwork network = Engines.get().learn(setup())) {
            ClassSamples samples = samples(store);
            List<Batch> ready = ready(samples);
            double[] ratios = new double[RUNS];
            double[] rates = new double[RUNS];
            loop(network, samples);
            given(network, ready);
            for (int i = 0; i < RUNS; i++) {
                double free = given(network, ready);
                rates[i] = loop(network, samples);
                ratios[i] = rates[i] / (free + given(network, ready)) * 2;
            }
            String note =
                    String.format(
                            Locale.ROOT,
                            "default network, %d px, batch %d, flips, turns, brightness and stain;"
                                    + " median %.1f steps/s; ratio %s over %d runs",
                            SIDE,
                            BATCH,
                            Workshop.median(rates),
                            Workshop.spread(ratios),
                            RUNS);
            return new Figure(Workshop.median(ratios), "ratio", note);
        }
    }

    private static TrainingSetup setup() {
        return new TrainingSetup(
                Architectures.of(Architectures.DEFAULT, Frame.of(SIDE, 3, CLASSES)),
                Map.of(),
                Set.of(),
                Map.of(),
                Map.of(Architectures.OUTPUT, new Loss.SoftmaxCrossEntropy(List.of(), 1)),
                Optimizer.Adam.DEFAULT,
                1,
                0,
                Device.CPU);
    }

    private static ClassSamples samples(PixelStore store) {
        SyntheticSlide slide = SyntheticSlide.of(SlideParameters.of(1, 6000, 6000).withTissue(1));
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            byte[] rgb = slide.render(i % 40 * SIDE, i / 40 * SIDE, SIDE, SIDE).rgb();
            float[] pixels = new float[rgb.length];
            for (int k = 0; k < rgb.length; k++) pixels[k] = rgb[k] & 0xff;
            store.put(i, pixels);
            examples.add(
                    new Example(
                            "p" + i,
                            Path.of("p" + i),
                            Optional.empty(),
                            List.of(i % CLASSES),
                            "p" + i,
                            Optional.empty()));
        }
        var form =
                new ClassSamples.Form(
                        Architectures.INPUT,
                        Architectures.OUTPUT,
                        SIDE,
                        3,
                        CLASSES,
                        Normalization.parse("0..1").steps());
        int[] all = IntStream.range(0, PICTURES).toArray();
        return new ClassSamples(store, examples, all, form, Augmentation.SLIDES);
    }

    private static List<Batch> ready(ClassSamples samples) {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < PICTURES; from += BATCH) {
            List<Sample> own = new ArrayList<>();
            for (int i = from; i < from + BATCH; i++) own.add(samples.get(i, i));
            batches.add(Batch.of(own));
        }
        return batches;
    }

    private static double loop(LearningNetwork network, ClassSamples samples) {
        long start = System.nanoTime();
        TrainingLoop.with(network)
                .training(samples)
                .batch(BATCH)
                .epochs(3)
                .schedule(new Schedule.Constant(1e-4))
                .run();
        return 3 * PICTURES / BATCH / ((System.nanoTime() - start) * 1e-9);
    }

    private static double given(LearningNetwork network, List<Batch> batches) {
        long start = System.nanoTime();
        for (int epoch = 0; epoch < 3; epoch++) {
            for (Batch b : batches) network.step(b.inputs(), b.targets(), 1e-4);
        }
        return 3 * batches.size() / ((System.nanoTime() - start) * 1e-9);
    }
}
