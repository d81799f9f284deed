package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** Puts the weights of layers into the graph: once each, however often a layer is called. */
public interface LayerWeights {

    /**
     * @param name of the variable, as Keras calls it
     * @param shape that the weight has
     * @param as shape of the result, of as many elements
     * @param home where the layer's weights are named
     * @throws org.coverslip.tensorflow.keras.config.Fault if the weight is missing, or of another
     *     shape
     */
    Value value(LayerSpec layer, String name, Shape shape, Shape as, Scope home);
}
