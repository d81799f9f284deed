package org.coverslip.tensorflow.keras.layer;

import java.util.List;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Variable;

/**
 * Translates the layers of one Keras class. Without state: one object serves every layer of its
 * class.
 */
@FunctionalInterface
public interface KerasLayer {

    /**
     * Adds the operations of one call to the graph.
     *
     * @throws org.coverslip.tensorflow.keras.config.Fault if the layer uses an option that is not
     *     supported, or does not fit its input
     */
    Tensor call(LayerCall call);

    /**
     * The variables that a layer of this configuration owns, in the order in which Keras creates
     * them.
     *
     * @param generation of Keras: 2 or 3
     */
    default List<Variable> variables(Config config, int generation) {
        return List.of();
    }
}
