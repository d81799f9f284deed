package org.coverslip.tensorflow.keras.file;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
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
}
