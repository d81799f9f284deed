package org.coverslip.model.format;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * Reads YAML and JSON files into plain lists, maps, strings, numbers and booleans, within limits:
 * {@value #MAX_BYTES} bytes, {@value #MAX_DEPTH} levels, {@value #MAX_NODES} values with aliases
 * expanded. YAML follows the core schema of YAML 1.2; tags make no objects; a key that stands twice
 * is an error.
 */
final class Documents {

    static final int MAX_BYTES = 2_000_000;
    static final int MAX_DEPTH = 40;
    static final int MAX_NODES = 100_000;

    private final Path file;
    private int nodes;

    private Documents(Path file) {
        this.file = file;
    }

    /**
     * @throws RefusedException if it is not YAML with a mapping at the top, or beyond the limits
     */
    static Fields yaml(Path file) {
        return new Documents(file).readYaml();
    }

    /**
     * @throws RefusedException if it is not JSON with an object at the top, or beyond the limits
     */
    static Fields json(Path file) {
        return new Documents(file).readJson();
    }

    private Fields readYaml() {
        String text = text();
        LoadSettings settings =
                LoadSettings.builder()
                        .setLabel(file.getFileName().toString())
                        .setSchema(new CoreSchema())
                        .setAllowDuplicateKeys(false)
                        .setAllowRecursiveKeys(false)
                        .setMaxAliasesForCollections(50)
                        .setCodePointLimit(MAX_BYTES)
                        .build();
        try {
            // NB: the parser is iterative, the composer recursive: depth is checked before it runs.
            int depth = 0;
            int events = 0;
            for (Event event : new Parse(settings).parseString(text)) {
                switch (event.getEventId()) {
                    case MappingStart, SequenceStart -> depth++;
                    case MappingEnd, SequenceEnd -> depth--;
                    default -> {}
                }
                if (depth > MAX_DEPTH || ++events > 2 * MAX_NODES) throw tooLarge();
            }
            return top(new Load(settings).loadFromString(text), "YAML");
        } catch (YamlEngineException e) {
            String where = e.getMessage() == null ? "" : e.getMessage().lines().findFirst().get();
            throw new RefusedException(
                    file, "this is not valid YAML (" + where + ")", "repair the file", e);
        }
    }

    private Fields readJson() {
        String text = text();
        try {
            return top(plain(JsonParser.parseString(text), 0), "JSON");
        } catch (JsonParseException | StackOverflowError e) {
            throw new RefusedException(file, "this is not valid JSON", "repair the file", e);
        }
    }

    private Fields top(Object value, String kind) {
        if (!(copy(value, 0) instanceof Map<?, ?> map)) {
            throw new RefusedException(
                    file,
                    "its " + kind + " has no names and values at the top",
                    "give a model description");
        }
        return new Fields(file, "", map);
    }

    private String text() {
        try {
            if (Files.size(file) > MAX_BYTES) throw tooLarge();
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new RefusedException(file, "it is not text in UTF-8", "repair the file", e);
        } catch (IOException e) {
            throw new RefusedException(
                    file, "it cannot be read (" + e.getMessage() + ")", "check its permissions", e);
        }
    }

    /** A deep copy without shared parts, so that an alias that holds itself is found here. */
    private Object copy(Object value, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) throw tooLarge();
        if (value instanceof Map<?, ?> map) {
            Map<String, Object> out = new LinkedHashMap<>();
            for (Map.Entry<?, ?> e : map.entrySet()) {
                if (e.getKey() instanceof Map || e.getKey() instanceof List) {
                    throw new RefusedException(
                            file, "a key is not plain text", "use plain names as keys");
                }
                out.put(String.valueOf(e.getKey()), copy(e.getValue(), depth + 1));
            }
            return out;
        }
        if (value instanceof Iterable<?> list) {
            List<Object> out = new ArrayList<>();
            for (Object o : list) out.add(copy(o, depth + 1));
            return out;
        }
        if (value instanceof byte[]) return "";
        return value;
    }

    private Object plain(JsonElement json, int depth) {
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) throw tooLarge();
        if (json instanceof JsonObject object) {
            Map<String, Object> out = new LinkedHashMap<>();
            object.entrySet().forEach(e -> out.put(e.getKey(), plain(e.getValue(), depth + 1)));
            return out;
        }
        if (json instanceof JsonArray array) {
            List<Object> out = new ArrayList<>();
            array.forEach(e -> out.add(plain(e, depth + 1)));
            return out;
        }
        if (!(json instanceof JsonPrimitive primitive)) return null;
        if (primitive.isBoolean()) return primitive.getAsBoolean();
        if (primitive.isString()) return primitive.getAsString();
        double number = primitive.getAsDouble();
        return number == Math.rint(number) && Math.abs(number) < 1e15
                ? (Object) (long) number
                : (Object) number;
    }

    private RefusedException tooLarge() {
        return new RefusedException(
                file,
                "it is too large or too deeply nested for a model description (limits: "
                        + MAX_BYTES
                        + " bytes, "
                        + MAX_DEPTH
                        + " levels, "
                        + MAX_NODES
                        + " values)",
                "give a smaller file");
    }
}
