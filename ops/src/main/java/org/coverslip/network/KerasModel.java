package org.coverslip.network;

import java.util.Map;

/**
 * A Keras model apart from its file.
 *
 * @param architecture JSON as {@code model.to_json()} writes it, with {@code keras_version}
 * @param weights by {@code layer/variable}, shaped as Keras shapes them; layers of inner models by
 *     their own names
 */
public record KerasModel(String architecture, Map<String, Tensor> weights) {

    public KerasModel {
        weights = Map.copyOf(weights);
    }
}
