package org.coverslip.train.loop;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.coverslip.network.Tensor;

/**
 * Samples one after another.
 *
 * @param inputs as in {@link Sample}, with a batch axis in front
 * @param targets likewise
 * @param size samples
 */
public record Batch(Map<String, Tensor> inputs, Map<String, Tensor> targets, int size) {

    /**
     * Stacks samples in new arrays.
     *
     * @throws IllegalArgumentException if they differ in names or shapes
     */
    public static Batch of(List<Sample> samples) {
        return of(samples, float[]::new);
    }

    /**
     * @param arrays gives an array of a length, whatever is in it
     */
    static Batch of(List<Sample> samples, IntFunction<float[]> arrays) {
        return new Batch(
                stack(samples, Sample::inputs, arrays),
                stack(samples, Sample::targets, arrays),
                samples.size());
    }

    private static Map<String, Tensor> stack(
            List<Sample> samples,
            Function<Sample, Map<String, Tensor>> part,
            IntFunction<float[]> arrays) {
        Map<String, Tensor> out = new LinkedHashMap<>();
        for (String name : part.apply(samples.get(0)).keySet()) {
            out.put(name, stack(samples, part, name, arrays));
        }
        return out;
    }

    private static Tensor stack(
            List<Sample> samples,
            Function<Sample, Map<String, Tensor>> part,
            String name,
            IntFunction<float[]> arrays) {
        Tensor first = part.apply(samples.get(0)).get(name);
        int each = first.size();
        float[] all = arrays.apply(Math.multiplyExact(each, samples.size()));
        for (int i = 0; i < samples.size(); i++) {
            Tensor one = part.apply(samples.get(i)).get(name);
            if (one == null || one.size() != each) {
                throw new IllegalArgumentException(
                        name + " of sample " + i + " is " + one + ", not " + first);
            }
            System.arraycopy(one.floats(), 0, all, i * each, each);
        }
        long[] shape = new long[first.rank() + 1];
        shape[0] = samples.size();
        System.arraycopy(first.shape(), 0, shape, 1, first.rank());
        return Tensor.of(all, shape);
    }
}
