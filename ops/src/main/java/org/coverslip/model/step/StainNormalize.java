package org.coverslip.model.step;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.model.stain.Macenko;
import org.coverslip.model.stain.Reinhard;

/**
 * Gives stained tissue the colours of a reference: our own step. Until it is {@link #fitted} to an
 * image it fits itself to the block it is given, which must then be a whole picture and never a
 * tile. Values are from 0 to 255, channels red, green, blue.
 *
 * @param method how
 * @param target for Macenko: red, green and blue densities of haematoxylin, the same of eosin, then
 *     the 99th percentiles of both; for Reinhard: means of L, a, b, then their deviations
 * @param source the same of the image; empty until it is fitted
 */
public record StainNormalize(Method method, List<Double> target, List<Double> source)
        implements Step {

    /** The ways to do it. */
    public enum Method {
        MACENKO(8),
        REINHARD(6);

        private final int numbers;

        Method(int numbers) {
            this.numbers = numbers;
        }

        /** The method of this name; empty for other text. */
        public static Optional<Method> named(String text) {
            for (Method m : values())
                if (m.toString().equalsIgnoreCase(text)) return Optional.of(m);
            return Optional.empty();
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public StainNormalize {
        target = List.copyOf(target);
        source = List.copyOf(source);
        boolean fits = target.size() == method.numbers;
        fits &= source.isEmpty() || source.size() == method.numbers;
        if (!fits) {
            throw new IllegalArgumentException(method + " takes " + method.numbers + " numbers");
        }
    }

    /** Macenko's method with its usual reference. */
    public static StainNormalize macenko() {
        return macenko(Macenko.REFERENCE);
    }

    /** Macenko's method. */
    public static StainNormalize macenko(Macenko target) {
        return new StainNormalize(Method.MACENKO, numbers(target), List.of());
    }

    /** Reinhard's method. */
    public static StainNormalize reinhard(Reinhard target) {
        return new StainNormalize(Method.REINHARD, numbers(target), List.of());
    }

    private static List<Double> numbers(Macenko m) {
        return List.of(
                m.red()[0],
                m.green()[0],
                m.blue()[0],
                m.red()[1],
                m.green()[1],
                m.blue()[1],
                m.most()[0],
                m.most()[1]);
    }

    private static List<Double> numbers(Reinhard r) {
        return List.of(
                r.mean()[0],
                r.mean()[1],
                r.mean()[2],
                r.deviation()[0],
                r.deviation()[1],
                r.deviation()[2]);
    }

    private static Macenko macenko(List<Double> n) {
        return new Macenko(
                new double[] {n.get(0), n.get(3)},
                new double[] {n.get(1), n.get(4)},
                new double[] {n.get(2), n.get(5)},
                new double[] {n.get(6), n.get(7)});
    }

    private static Reinhard reinhard(List<Double> n) {
        return new Reinhard(
                new double[] {n.get(0), n.get(1), n.get(2)},
                new double[] {n.get(3), n.get(4), n.get(5)});
    }

    @Override
    public String id() {
        return "stain_normalize";
    }

    /** Whether it knows the image's own stain. */
    public boolean isFitted() {
        return !source.isEmpty();
    }

    /**
     * The same for an image whose stain is that of a sample.
     *
     * @param sample of the image's pixels; glass is left out
     * @throws RefusedException if hardly anything is stained in it, or it is not RGB
     */
    public StainNormalize fitted(TensorBlock sample) {
        float[][] rgb = planes(sample);
        List<Double> own =
                method == Method.MACENKO ? numbers(Macenko.of(rgb)) : numbers(Reinhard.of(rgb));
        return new StainNormalize(method, target, own);
    }

    private static int stride(TensorBlock block) {
        int axis = block.axes().indexOf('c');
        if (axis < 0 || block.extent('c') != 3) {
            throw new RefusedException(
                    "stain normalisation",
                    "it is for red, green and blue, and the model takes "
                            + block.extent('c')
                            + " channels",
                    "use it with models of colour images");
        }
        return block.after(axis);
    }

    private static float[][] planes(TensorBlock block) {
        int stride = stride(block);
        int n = block.data().length / 3;
        float[][] rgb = new float[3][n];
        for (int i = 0; i < n; i++) {
            int at = i / stride * 3 * stride + i % stride;
            for (int c = 0; c < 3; c++) rgb[c][i] = block.data()[at + c * stride];
        }
        return rgb;
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        if (!isFitted()) {
            fitted(block).apply(block, context);
            return;
        }
        int stride = stride(block);
        boolean macenko = method == Method.MACENKO;
        double[] matrix = macenko ? macenko(source).to(macenko(target)) : null;
        Reinhard from = macenko ? null : reinhard(source);
        Reinhard to = macenko ? null : reinhard(target);
        double[] p = new double[3];
        float[] data = block.data();
        for (int i = 0; i < data.length / 3; i++) {
            int at = i / stride * 3 * stride + i % stride;
            for (int c = 0; c < 3; c++) p[c] = data[at + c * stride];
            if (macenko) Macenko.apply(matrix, p);
            else from.apply(to, p);
            for (int c = 0; c < 3; c++) data[at + c * stride] = (float) p[c];
        }
    }
}
