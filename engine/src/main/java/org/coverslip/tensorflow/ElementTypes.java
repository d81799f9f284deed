package org.coverslip.tensorflow;

import java.util.EnumMap;
import java.util.Map;
import org.coverslip.network.ElementType;
import org.tensorflow.proto.DataType;

/** Which {@link ElementType} is which TensorFlow {@code DataType}. */
final class ElementTypes {

    private static final Map<ElementType, DataType> TYPES = new EnumMap<>(ElementType.class);

    static {
        TYPES.put(ElementType.FLOAT32, DataType.DT_FLOAT);
        TYPES.put(ElementType.FLOAT64, DataType.DT_DOUBLE);
        TYPES.put(ElementType.UINT8, DataType.DT_UINT8);
        TYPES.put(ElementType.INT8, DataType.DT_INT8);
        TYPES.put(ElementType.UINT16, DataType.DT_UINT16);
        TYPES.put(ElementType.INT16, DataType.DT_INT16);
        TYPES.put(ElementType.INT32, DataType.DT_INT32);
        TYPES.put(ElementType.INT64, DataType.DT_INT64);
        TYPES.put(ElementType.BOOL, DataType.DT_BOOL);
    }

    private ElementTypes() {}

    /** The type behind the number of a {@code DataType}; {@code UNSUPPORTED} for all others. */
    static ElementType of(int dataType) {
        for (var entry : TYPES.entrySet())
            if (entry.getValue().getNumber() == dataType) return entry.getKey();
        return ElementType.UNSUPPORTED;
    }

    /** The number of the {@code DataType}; not for {@code UNSUPPORTED}. */
    static int number(ElementType type) {
        return TYPES.get(type).getNumber();
    }
}
