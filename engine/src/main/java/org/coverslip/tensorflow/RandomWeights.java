package org.coverslip.tensorflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.coverslip.network.Tensor;
import org.coverslip.tensorflow.inline.Weights.Weight;
import org.coverslip.tensorflow.inline.Wire;

/**
 * All weights of a model, those of some layers shuffled.
 *
 * <p>NB: all of them are fed with every run, the others as they are: TensorFlow keeps an optimised
 * copy of the graph for each set of tensors that was ever fed, so a cascade over the layers would
 * otherwise keep one for each step.
 */
final class RandomWeights {

    private final OpenModel model;
    private final Map<String, Set<Weight>> byLayer;

    RandomWeights(OpenModel model) {
        this.model = model;
        byLayer = model.inside().weights();
    }

    /** The layers that have weights, in order of computation. */
    List<String> layers() {
        return List.copyOf(byLayer.keySet());
    }

    /**
     * @throws RefusedException if one of the layers has no weights, or there is no such layer
     */
    Map<Wire, Tensor> shuffled(Collection<String> layers, long seed) {
        Set<String> chosen = new HashSet<>();
        for (String layer : layers) {
            if (!byLayer.containsKey(layer)) throw refused(layer);
            byLayer.get(layer).forEach(weight -> chosen.add(weight.origin()));
        }
        List<Weight> all = new ArrayList<>();
        byLayer.values().forEach(all::addAll);
        List<Wire> wires = all.stream().map(Weight::value).distinct().toList();
        Ports none = model.inside().ports(List.of());
        List<Tensor> values = model.session().run(none, List.of(), model.inside().ports(wires));
        Map<Wire, Tensor> fed = new HashMap<>();
        for (int i = 0; i < wires.size(); i++) fed.put(wires.get(i), values.get(i));
        for (Weight weight : new HashSet<>(all))
            if (chosen.contains(weight.origin()))
                fed.computeIfPresent(weight.value(), (w, t) -> shuffled(t, weight, seed));
        return fed;
    }

    private RefusedException refused(String layer) {
        String known = model.inside().layer(layer).name();
        return new RefusedException(
                model.path(),
                "its layer \"" + known + "\" has no weights",
                "name layers that have, for example "
                        + byLayer.keySet().stream().limit(5).toList());
    }

    // NB: the origin decides, so that several reads of one variable stay equal.
    private static Tensor shuffled(Tensor tensor, Weight weight, long seed) {
        SplittableRandom random = new SplittableRandom(seed * 31 + weight.origin().hashCode());
        if (tensor.type() == ElementType.FLOAT64) {
            double[] values = (double[]) tensor.array();
            for (int i = values.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                double value = values[i];
                values[i] = values[j];
                values[j] = value;
            }
        } else {
            float[] values = tensor.floats();
            for (int i = values.length - 1; i > 0; i--) {
                int j = random.nextInt(i + 1);
                float value = values[i];
                values[i] = values[j];
                values[j] = value;
            }
        }
        return tensor;
    }
}
