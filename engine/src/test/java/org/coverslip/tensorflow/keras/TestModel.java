package org.coverslip.tensorflow.keras;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A functional Keras model written layer by layer, for tests. Weights are arrays of floats with one
 * Java dimension per axis.
 */
final class TestModel {

    private final JsonArray layers = new JsonArray();
    private final Map<String, Object[]> weights = new LinkedHashMap<>();
    private final Map<String, String> groups = new HashMap<>();
    private final Map<String, Integer> counted = new HashMap<>();
    private final List<String> inputs = new ArrayList<>();
    private String last;

    /** Adds an input; -1 stands for any size. The batch is not named. */
    TestModel input(String name, int... shape) {
        JsonArray sizes = new JsonArray();
        sizes.add(JsonNull.INSTANCE);
        for (int n : shape) sizes.add(n < 0 ? JsonNull.INSTANCE : new JsonPrimitive(n));
        JsonObject config = new JsonObject();
        config.add("batch_shape", sizes);
        add("InputLayer", name, config, new JsonArray());
        inputs.add(name);
        return this;
    }

    /** Adds a layer behind the last one. */
    TestModel then(String className, String name, String config, Object... variables) {
        return layer(className, name, config, List.of(last), variables);
    }

    /** Adds a layer behind others. */
    TestModel layer(
            String className, String name, String config, List<String> from, Object... variables) {
        JsonArray node = new JsonArray();
        for (String layer : from) {
            JsonArray tensor = new JsonArray();
            tensor.add(layer);
            tensor.add(0);
            tensor.add(0);
            tensor.add(new JsonObject());
            node.add(tensor);
        }
        JsonArray nodes = new JsonArray();
        nodes.add(node);
        add(className, name, JsonParser.parseString(config).getAsJsonObject(), nodes);
        String key =
                className
                        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                        .replaceAll("([a-z])([A-Z])", "$1_$2")
                        .toLowerCase(java.util.Locale.ROOT);
        int number = counted.merge(key, 1, Integer::sum) - 1;
        groups.put(name, number == 0 ? key : key + "_" + number);
        if (variables.length > 0) weights.put(name, variables);
        return this;
    }

    private void add(String className, String name, JsonObject config, JsonArray nodes) {
        config.addProperty("name", name);
        JsonObject layer = new JsonObject();
        layer.addProperty("class_name", className);
        layer.addProperty("name", name);
        layer.add("config", config);
        layer.add("inbound_nodes", nodes);
        layers.add(layer);
        last = name;
    }

    String last() {
        return last;
    }

    /** The architecture, with the last layer as output. */
    String json() {
        JsonObject config = new JsonObject();
        config.addProperty("name", "model");
        config.add("layers", layers);
        config.add("input_layers", ends(inputs));
        config.add("output_layers", ends(List.of(last)));
        JsonObject model = new JsonObject();
        model.addProperty("class_name", "Functional");
        model.add("config", config);
        return model.toString();
    }

    private static JsonElement ends(List<String> names) {
        JsonArray ends = new JsonArray();
        names.forEach(n -> ends.add(JsonParser.parseString("[\"" + n + "\", 0, 0]")));
        return ends;
    }

    /** Writes it as Keras 3 writes archives. */
    Path writeArchive(Path file) throws IOException {
        Path h5 = Files.createTempFile(file.getParent(), "weights", ".h5");
        try (WritableHdfFile hdf = HdfFile.write(h5)) {
            WritableGroup all = hdf.putGroup("layers");
            weights.forEach(
                    (layer, variables) -> {
                        WritableGroup vars = all.putGroup(groups.get(layer)).putGroup("vars");
                        for (int i = 0; i < variables.length; i++) {
                            vars.putDataset("" + i, variables[i]);
                        }
                    });
        }
        Map<String, byte[]> members = new LinkedHashMap<>();
        members.put("metadata.json", "{\"keras_version\": \"3.9.2\"}".getBytes());
        members.put("config.json", json().getBytes(StandardCharsets.UTF_8));
        members.put("model.weights.h5", Files.readAllBytes(h5));
        Files.delete(h5);
        return zip(file, members);
    }

    /** An archive whose members are stored as they are, as Keras writes it. */
    static Path zip(Path file, Map<String, byte[]> members) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            for (Map.Entry<String, byte[]> member : members.entrySet()) {
                CRC32 checksum = new CRC32();
                checksum.update(member.getValue());
                ZipEntry entry = new ZipEntry(member.getKey());
                entry.setSize(member.getValue().length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(member.getValue());
            }
        }
        return file;
    }

    /** What an archive holds, by name. */
    static Map<String, byte[]> members(Path archive) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry e : Collections.list(zip.entries())) {
                members.put(e.getName(), zip.getInputStream(e).readAllBytes());
            }
        }
        return members;
    }

    /** What an archive holds, with other text for one member. */
    static Map<String, byte[]> members(Path archive, String name, String text) throws IOException {
        Map<String, byte[]> members = members(archive);
        members.put(name, text.getBytes(StandardCharsets.UTF_8));
        return members;
    }
}
