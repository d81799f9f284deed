package org.coverslip.network;

import java.util.List;

/**
 * One way to call a SavedModel.
 *
 * @param key its name, for example {@code serving_default}
 * @param inputs in the order of their keys
 * @param outputs in the order of their keys
 */
public record Signature(String key, List<TensorInfo> inputs, List<TensorInfo> outputs) {

    public Signature {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
