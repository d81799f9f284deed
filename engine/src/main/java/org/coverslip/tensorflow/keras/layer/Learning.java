package org.coverslip.tensorflow.keras.layer;

import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Value;

/** What layers that behave differently in training need from the network that learns. */
public interface Learning {

    /** Whether nothing of this layer may change, its moving averages included. */
    boolean frozen(LayerSpec layer);

    /**
     * Two 64-bit integers that differ between layers, steps and runs of another seed: what a
     * layer's random numbers are drawn from.
     */
    Value seed(LayerSpec layer, Scope scope);

    /**
     * Moves an average towards what a batch shows: {@code average * momentum + batch * (1 -
     * momentum)}, once the step is taken.
     *
     * @param name of the variable that holds the average
     */
    void average(LayerSpec layer, String name, Value batch, double momentum);
}
