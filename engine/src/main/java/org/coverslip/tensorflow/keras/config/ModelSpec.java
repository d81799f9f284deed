package org.coverslip.tensorflow.keras.config;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;

/**
 * The architecture of a model: layers and the calls that join them.
 *
 * @param name the model's own name; empty if it has none
 * @param sequential whether it was saved as a {@code Sequential}
 * @param layers in the file's order; the weights of some files are counted in that order
 * @param inputs in the model's order; each is a layer of class {@code InputLayer}
 * @param outputs in the model's order
 */
public record ModelSpec(
        String name,
        boolean sequential,
        List<LayerSpec> layers,
        List<TensorRef> inputs,
        List<TensorRef> outputs) {

    public ModelSpec {
        layers = List.copyOf(layers);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Every layer that is not itself a model, inner ones included, in the file's order. */
    public List<LayerSpec> leaves() {
        return layers.stream()
                .flatMap(
                        l ->
                                l.nested()
                                        .map(m -> m.leaves().stream())
                                        .orElse(java.util.stream.Stream.of(l)))
                .toList();
    }
}
