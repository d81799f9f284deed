package org.coverslip.tensorflow.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelSpec;

/** What a user should know of an imported model beyond its numbers. */
final class ImportNotes {

    private static final int MOST_NAMES = 8;

    private ImportNotes() {}

    static List<String> of(ModelSpec model, String version, boolean halfWeights) {
        List<String> notes = new ArrayList<>();
        List<String> trainingOnly =
                model.leaves().stream()
                        .filter(l -> l.className().matches(".*(Dropout|Noise)[123]?D?|Random.*"))
                        .map(LayerSpec::name)
                        .toList();
        if (!trainingOnly.isEmpty()) {
            notes.add("layers that act only in training do nothing: " + names(trainingOnly));
        }
        List<String> policies =
                model.leaves().stream()
                        .map(l -> policy(l.config().raw("dtype")))
                        .filter(p -> p.matches(".*(float16|float64).*"))
                        .distinct()
                        .toList();
        if (!policies.isEmpty()) {
            notes.add(
                    "saved for "
                            + String.join(", ", policies)
                            + ", computed in single precision (float32)");
        }
        if (halfWeights) notes.add("its weights are stored with 16 bits");
        if (version.matches("2\\.[012]\\.\\d+") && usesBilinear(model)) {
            notes.add(
                    "Keras "
                            + version
                            + " may have resized bilinearly without aligned pixel centres; TensorFlow 2"
                            + " aligns them, and so does this import");
        }
        return notes;
    }

    private static String names(List<String> all) {
        String some = all.stream().limit(MOST_NAMES).collect(Collectors.joining(", "));
        return all.size() <= MOST_NAMES
                ? some
                : some + " and " + (all.size() - MOST_NAMES) + " more";
    }

    private static String policy(JsonElement dtype) {
        if (dtype instanceof JsonPrimitive p) return p.getAsString();
        return dtype instanceof JsonObject o
                        && o.get("config") instanceof JsonObject c
                        && c.get("name") instanceof JsonPrimitive name
                ? name.getAsString()
                : "";
    }

    private static boolean usesBilinear(ModelSpec model) {
        return model.leaves().stream()
                .anyMatch(
                        l ->
                                l.className().equals("UpSampling2D")
                                        && l.config()
                                                .text("interpolation", "nearest")
                                                .equals("bilinear"));
    }
}
