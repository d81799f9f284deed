package org.coverslip.tensorflow.keras.file;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import org.coverslip.tensorflow.keras.config.Fault;

/**
 * Parses the JSON in which Keras describes a model. Leniently, since Python writes NaN and
 * Infinity.
 */
public final class ArchitectureJson {

    private ArchitectureJson() {}

    /**
     * @throws Fault if the text is no JSON object
     */
    public static JsonObject parse(String json) {
        try {
            if (JsonParser.parseString(json) instanceof JsonObject o) return o;
        } catch (JsonParseException e) {
            throw new Fault("its architecture is not valid JSON", Fault.SAVE_AGAIN, e);
        }
        throw new Fault("its architecture is not a JSON object", Fault.SAVE_AGAIN);
    }

    /**
     * The generation of Keras that an architecture names in its {@code keras_version}: 2 or 3; 2 if
     * it names none.
     */
    public static int generation(JsonObject architecture) {
        return architecture.get("keras_version") instanceof JsonPrimitive p
                        && p.getAsString().startsWith("3")
                ? 3
                : 2;
    }
}
