package org.coverslip.tensorflow.keras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coverslip.network.ElementType;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;
import org.coverslip.tensorflow.keras.config.Config;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.graph.Shape;
import org.tensorflow.proto.DataType;

/** What a model says of its inputs: shape, type and axes. */
public final class ModelInputs {

    private static final long LARGEST_EXTENT = 1 << 24;

    private final ModelSpec model;
    private final String axes;

    public ModelInputs(ModelSpec model) {
        this.model = model;
        Set<String> formats =
                model.leaves().stream()
                        .filter(
                                l ->
                                        l.className()
                                                .matches(
                                                        ".*(Conv|Pool|Padding|Sampling|Crop).*2D.*"))
                        .flatMap(l -> format(l.config()))
                        .collect(Collectors.toSet());
        boolean one = formats.size() == 1;
        axes = one ? (formats.contains("channels_first") ? "bcyx" : "byxc") : "";
    }

    private static Stream<String> format(Config config) {
        return Stream.of(config.text("data_format", "channels_last"));
    }

    /** The layer behind an input of the model. */
    public LayerSpec layer(TensorRef ref) {
        return model.layers().stream()
                .filter(l -> l.name().equals(ref.layer()) && l.isInput())
                .findFirst()
                .orElseThrow(
                        () ->
                                new Fault(
                                        "the input "
                                                + Fault.quote(ref.layer())
                                                + " is no InputLayer",
                                        Fault.SAVE_AGAIN));
    }

    /** Axes of an input image, as far as all layers agree on them; empty if unknown. */
    public String axes(Shape shape) {
        return shape.rank() == 4 ? axes : "";
    }

    /** Shape of an input; the batch is always open, since no layer depends on its size. */
    public static Shape shape(LayerSpec input) {
        Config config = input.config();
        String key = config.has("batch_shape") ? "batch_shape" : "batch_input_shape";
        if (!(config.raw(key) instanceof JsonArray list) || list.isEmpty()) {
            throw new Fault(
                    "the shape of the input " + Fault.quote(input.name()) + " is not in the file",
                    "build the model with an Input layer in Keras and save it again");
        }
        long[] sizes = new long[list.size()];
        for (int i = 0; i < sizes.length; i++) sizes[i] = extent(config, key, list.get(i));
        return Shape.of(sizes).with(0, Shape.UNKNOWN);
    }

    private static long extent(Config config, String key, JsonElement e) {
        if (e.isJsonNull()) return Shape.UNKNOWN;
        if (e instanceof JsonPrimitive p && p.isNumber()) {
            double n = p.getAsDouble();
            if (n == Math.rint(n) && n >= 1 && n <= LARGEST_EXTENT) return (long) n;
        }
        throw config.wrong(key, "positive sizes");
    }

    /** Element type of an input; half precision is fed as single precision. */
    public static ElementType type(LayerSpec input) {
        Config config = input.config();
        if (config.flag("sparse", false) || config.flag("ragged", false)) {
            throw config.unsupported("a sparse or ragged input");
        }
        String type = config.raw("dtype") instanceof JsonPrimitive p ? p.getAsString() : "float32";
        return switch (type) {
            case "float32", "float16", "bfloat16" -> ElementType.FLOAT32;
            case "float64" -> ElementType.FLOAT64;
            case "uint8" -> ElementType.UINT8;
            case "int8" -> ElementType.INT8;
            case "uint16" -> ElementType.UINT16;
            case "int16" -> ElementType.INT16;
            case "int32" -> ElementType.INT32;
            case "int64" -> ElementType.INT64;
            default -> throw config.unsupported("an input of type " + Fault.quote(type));
        };
    }

    public static DataType dataType(ElementType type) {
        return switch (type) {
            case FLOAT64 -> DataType.DT_DOUBLE;
            case UINT8 -> DataType.DT_UINT8;
            case INT8 -> DataType.DT_INT8;
            case UINT16 -> DataType.DT_UINT16;
            case INT16 -> DataType.DT_INT16;
            case INT32 -> DataType.DT_INT32;
            case INT64 -> DataType.DT_INT64;
            default -> DataType.DT_FLOAT;
        };
    }
}
