package org.coverslip.detect.label.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.coverslip.report.WholeFile;

/** Reading and writing of JSON labels; what is missing is said by name. */
final class JsonText {

    private JsonText() {}

    static JsonObject read(Path file) throws IOException {
        try (Reader text = Files.newBufferedReader(file)) {
            return object(JsonParser.parseReader(text), "the file");
        } catch (StackOverflowError e) {
            throw new JsonParseException("it is nested too deeply", e);
        }
    }

    /** Whether this is a JSON file whose outermost object has these members. */
    static boolean has(Path file, String... members) {
        if (!Files.isRegularFile(file)
                || !file.toString().toLowerCase(Locale.ROOT).endsWith(".json")) return false;
        try {
            JsonObject object = read(file);
            for (String member : members) if (!object.has(member)) return false;
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        }
    }

    static JsonObject object(JsonElement value, String what) {
        if (value != null && value.isJsonObject()) return value.getAsJsonObject();
        throw new JsonParseException(what + " is no object");
    }

    static JsonObject object(JsonObject in, String name) {
        return object(in.get(name), name);
    }

    static JsonArray array(JsonObject in, String name) {
        JsonElement value = in.get(name);
        if (value == null || value.isJsonNull()) return new JsonArray();
        if (value.isJsonArray()) return value.getAsJsonArray();
        throw new JsonParseException(name + " is no list");
    }

    static String text(JsonObject in, String name) {
        return text(in.get(name), name);
    }

    static String text(JsonElement value, String name) {
        if (value != null && value.isJsonPrimitive()) return value.getAsString();
        throw new JsonParseException(name + (value == null ? " is missing" : " is no text"));
    }

    static double number(JsonElement value, String name) {
        try {
            if (value != null) return value.getAsDouble();
        } catch (RuntimeException e) {
            // Said below.
        }
        throw new JsonParseException(name + " is no number");
    }

    static double number(JsonObject in, String name) {
        return number(in.get(name), name);
    }

    /** A number without a fraction. */
    static long whole(JsonObject in, String name) {
        double value = number(in, name);
        if (value == Math.rint(value) && Math.abs(value) < 1L << 53) return (long) value;
        throw new JsonParseException(name + " is " + value + ", which is no whole number");
    }

    /** What is written. */
    interface Content {
        void write(JsonWriter json) throws IOException;
    }

    static void write(Path file, Content content) {
        WholeFile.write(
                file,
                out -> {
                    JsonWriter json =
                            new JsonWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
                    json.setIndent(" ");
                    content.write(json);
                    json.flush();
                });
    }
}
