package org.coverslip.tensorflow.keras.layer;

import com.google.protobuf.UnsafeByteOperations;
import java.util.HashMap;
import java.util.Map;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.file.WeightArray;
import org.coverslip.tensorflow.keras.graph.Scope;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.coverslip.tensorflow.keras.graph.Value;

/** Puts stored weights into the graph as constants: once each, however often a layer is called. */
public final class StoredWeights implements LayerWeights {

    private record Key(LayerSpec layer, String name, Shape as) {}

    private final Map<LayerSpec, ? extends Map<String, ? extends WeightArray>> stored;
    private final Map<Key, Value> constants = new HashMap<>();
    private boolean half;

    public StoredWeights(Map<LayerSpec, ? extends Map<String, ? extends WeightArray>> stored) {
        this.stored = stored;
    }

    @Override
    public Value value(LayerSpec layer, String name, Shape shape, Shape as, Scope home) {
        if (shape.elements() == Shape.UNKNOWN) {
            throw new Fault(
                    layer + " gets an input whose size is not known before it runs",
                    "give the model's input a fixed size in Keras and save it again");
        }
        Key key = new Key(layer, name, as);
        Value known = constants.get(key);
        if (known != null) return known;
        Map<String, ? extends WeightArray> own = stored.get(layer);
        WeightArray array = own == null ? null : own.get(name);
        if (array == null) {
            throw new Fault(
                    layer + " has no weight " + Fault.quote(name) + " in the file",
                    Fault.SAVE_AGAIN);
        }
        Shape found = Shape.of(array.shape());
        if (!found.equals(shape)) {
            throw new Fault(
                    "weight "
                            + name
                            + " of "
                            + layer
                            + " has the shape "
                            + found
                            + ", not "
                            + shape,
                    Fault.SAVE_AGAIN);
        }
        half |= array.half();
        Value constant = home.weight(name, as, UnsafeByteOperations.unsafeWrap(array.floats()));
        constants.put(key, constant);
        return constant;
    }

    /** Whether any weight used so far was stored with 16 bits. */
    public boolean half() {
        return half;
    }
}
