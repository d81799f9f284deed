package org.coverslip.tensorflow.training;

import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.layer.LayerRegistry;

/** Finds layers of a model by the names a user gives. */
final class Layers {

    private Layers() {}

    /**
     * The layer of this name, or the layers of the inner model of this name.
     *
     * @throws Fault if there is none
     */
    static List<LayerSpec> named(ModelSpec model, String name) {
        return find(model, name)
                .findFirst()
                .orElseThrow(
                        () ->
                                new Fault(
                                        "there is no layer " + Fault.quote(name),
                                        "name a layer of the architecture"));
    }

    private static Stream<List<LayerSpec>> find(ModelSpec model, String name) {
        return model.layers().stream()
                .flatMap(
                        layer -> {
                            if (layer.name().equals(name)) {
                                return Stream.of(
                                        layer.nested()
                                                .map(ModelSpec::leaves)
                                                .orElse(List.of(layer)));
                            }
                            return layer.nested().stream().flatMap(m -> find(m, name));
                        });
    }

    /**
     * @param weights as {@code layer/variable}
     * @throws Fault if one of them belongs to no layer
     */
    static void requireWeightsFit(ModelSpec model, int generation, Collection<String> weights) {
        for (String weight : weights) {
            int slash = weight.lastIndexOf('/');
            boolean fits =
                    slash > 0
                            && model.leaves().stream()
                                    .filter(l -> l.name().equals(weight.substring(0, slash)))
                                    .flatMap(
                                            l ->
                                                    LayerRegistry.standard()
                                                            .variables(l, generation)
                                                            .stream())
                                    .anyMatch(v -> v.name().equals(weight.substring(slash + 1)));
            if (!fits) {
                throw new Fault(
                        "no layer has the weight " + Fault.quote(weight),
                        "give weights that were made for this architecture");
            }
        }
    }
}
