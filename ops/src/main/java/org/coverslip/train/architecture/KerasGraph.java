package org.coverslip.train.architecture;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.RefusedException;

/**
 * The layers of a Keras model in JSON and how they are joined, so that some can be cut off. A
 * Sequential is turned into the Functional it stands for; models inside stay single layers unless
 * {@link #flatten} is asked for.
 */
final class KerasGraph {

    static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");

    private final String version;
    private final Map<String, JsonObject> layers = new LinkedHashMap<>();
    private final JsonElement inputs;
    private String output;

    private KerasGraph(JsonObject model) {
        version = model.has("keras_version") ? model.get("keras_version").getAsString() : "2";
        JsonElement config = model.get("config");
        JsonElement list = config instanceof JsonObject o ? o.get("layers") : config;
        if (!(list instanceof JsonArray entries) || entries.isEmpty()) throw unreadable(null);
        boolean sequential = model.get("class_name").getAsString().equals("Sequential");
        if (sequential) {
            output = chain(config, entries);
            inputs = end(layers.keySet().iterator().next());
            return;
        }
        for (JsonElement e : entries) layers.put(name(e.getAsJsonObject()), e.getAsJsonObject());
        inputs = ((JsonObject) config).get("input_layers");
        Set<String> ends = references(((JsonObject) config).get("output_layers"));
        if (ends.size() != 1) {
            throw new RefusedException(
                    "the network to transfer",
                    "it has " + ends.size() + " outputs",
                    "name the layer behind which its head is cut off");
        }
        output = ends.iterator().next();
    }

    static KerasGraph of(String architecture) {
        try {
            return new KerasGraph(JsonParser.parseString(architecture).getAsJsonObject());
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            // NB: Gson throws half a dozen kinds for JSON that is not what was expected.
            throw unreadable(e);
        }
    }

    private static RefusedException unreadable(Throwable cause) {
        return new RefusedException(
                "the network to transfer",
                "its architecture is not that of a Sequential or Functional Keras model",
                "save the model again from Keras with model.save(...)",
                cause);
    }

    private String chain(JsonElement settings, JsonArray entries) {
        JsonObject first = entries.get(0).getAsJsonObject().deepCopy();
        String before = null;
        if (!className(first).equals("InputLayer")) before = implied(settings, first);
        for (JsonElement e : entries) {
            JsonObject layer = e.getAsJsonObject().deepCopy();
            JsonArray nodes = new JsonArray();
            if (before != null) {
                JsonArray tensor = end(before);
                tensor.add(new JsonObject());
                JsonArray node = new JsonArray();
                node.add(tensor);
                nodes.add(node);
            }
            before = name(layer);
            layer.addProperty("name", before);
            layer.add("inbound_nodes", nodes);
            layers.put(before, layer);
        }
        return before;
    }

    /** The input that a Sequential without an InputLayer gets from its first layer. */
    private String implied(JsonElement settings, JsonObject first) {
        JsonElement shape = shape(first.getAsJsonObject("config"));
        for (JsonObject o = first; shape == null && MODELS.contains(className(o)); ) {
            o = o.getAsJsonObject("config").getAsJsonArray("layers").get(0).getAsJsonObject();
            shape = shape(o.getAsJsonObject("config"));
        }
        if (shape == null && settings instanceof JsonObject o) shape = o.get("build_input_shape");
        if (shape == null) throw unreadable(null);
        JsonObject config = new JsonObject();
        config.add("batch_input_shape", shape);
        JsonObject layer = new JsonObject();
        String name = name(first) + "_input";
        config.addProperty("name", name);
        layer.addProperty("class_name", "InputLayer");
        layer.addProperty("name", name);
        layer.add("config", config);
        layer.add("inbound_nodes", new JsonArray());
        layers.put(name, layer);
        return name;
    }

    private static JsonElement shape(JsonObject config) {
        JsonElement shape = config.get("batch_input_shape");
        return shape == null ? config.get("batch_shape") : shape;
    }

    private static JsonArray end(String layer) {
        JsonArray end = new JsonArray();
        end.add(layer);
        end.add(0);
        end.add(0);
        return end;
    }

    /** The layers of an inner model. */
    static JsonArray inside(JsonObject model) {
        JsonElement config = model.get("config");
        return (config instanceof JsonObject o ? o.get("layers") : config).getAsJsonArray();
    }

    static String className(JsonObject layer) {
        return layer.get("class_name").getAsString();
    }

    static String name(JsonObject layer) {
        return layer.has("name")
                ? layer.get("name").getAsString()
                : layer.getAsJsonObject("config").get("name").getAsString();
    }

    /** Names of layers in {@code [layer, node, tensor, ...]} lists, however deep they stand. */
    private Set<String> references(JsonElement e) {
        Set<String> found = new LinkedHashSet<>();
        for (JsonArray tensor : TensorReferences.in(e)) {
            String layer = tensor.get(0).getAsString();
            if (layers.containsKey(layer)) found.add(layer);
        }
        return found;
    }

    /**
     * Puts the layers of models inside in the place of these models, so that each can be used. NB:
     * a model that is called twice, has several inputs or outputs, or a layer that is called like
     * one outside, stays as it is.
     */
    void flatten() {
        for (String name : List.copyOf(layers.keySet())) {
            if (MODELS.contains(className(name))) flatten(name);
        }
    }

    private void flatten(String name) {
        JsonObject model = layers.get(name);
        List<JsonArray> reads = TensorReferences.in(model.get("inbound_nodes"));
        KerasGraph inner;
        String input;
        try {
            inner = new KerasGraph(model);
            inner.flatten();
            input = inner.input(inner.names());
        } catch (RefusedException e) {
            return;
        }
        Map<String, JsonObject> added = new LinkedHashMap<>(inner.layers);
        added.remove(input);
        if (reads.size() != 1 || !Collections.disjoint(added.keySet(), layers.keySet())) return;
        added.values().forEach(layer -> TensorReferences.redirect(layer, input, reads.get(0)));
        Map<String, JsonObject> outer = new LinkedHashMap<>(layers);
        layers.clear();
        outer.forEach(
                (own, layer) -> {
                    if (own.equals(name)) {
                        layers.putAll(added);
                    } else {
                        TensorReferences.redirect(layer, name, end(inner.output));
                        layers.put(own, layer);
                    }
                });
        if (output.equals(name)) output = inner.output;
    }

    /** Names in the order of the file. */
    Set<String> names() {
        return layers.keySet();
    }

    String output() {
        return output;
    }

    /** Keras class of a layer. */
    String className(String layer) {
        return className(layers.get(layer));
    }

    /** What a layer reads. */
    Set<String> before(String layer) {
        return references(layers.get(layer).get("inbound_nodes"));
    }

    /** A layer and everything that it is computed from. */
    Set<String> upTo(String layer) {
        Set<String> found = new LinkedHashSet<>();
        Deque<String> open = new ArrayDeque<>(Set.of(layer));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (found.add(next)) before(next).forEach(open::push);
        }
        return found;
    }

    /** Names of a layer, or of every layer of an inner model. */
    Set<String> leaves(String layer) {
        Set<String> found = new LinkedHashSet<>();
        collect(layers.get(layer), found);
        return found;
    }

    private static void collect(JsonObject layer, Set<String> into) {
        if (!MODELS.contains(className(layer))) {
            into.add(name(layer));
            return;
        }
        for (JsonElement e : inside(layer)) collect(e.getAsJsonObject(), into);
    }

    /** Whether a layer has the channels before height and width. */
    boolean channelsFirst() {
        return layers.values().stream().anyMatch(l -> l.toString().contains("channels_first"));
    }

    /**
     * The only input.
     *
     * @throws RefusedException if there are several
     */
    String input(Set<String> kept) {
        var found = kept.stream().filter(l -> className(l).equals("InputLayer")).toList();
        if (found.size() == 1) return found.get(0);
        throw new RefusedException(
                "the network to transfer",
                "it has " + found.size() + " inputs",
                "use a network that takes one image");
    }

    /** Gives the images of an input another size; 0: any. Other inputs stay as they are. */
    void resize(String input, int height, int width) {
        JsonObject config = layers.get(input).getAsJsonObject("config");
        JsonElement shape = shape(config);
        if (!(shape instanceof JsonArray sizes) || sizes.size() != 4) return;
        JsonArray other = sizes.deepCopy();
        int y = channelsFirst() ? 2 : 1;
        other.set(0, JsonNull.INSTANCE);
        other.set(y, extent(height));
        other.set(y + 1, extent(width));
        config.remove("batch_shape");
        config.add("batch_input_shape", other);
    }

    private static JsonElement extent(int size) {
        return size == 0 ? JsonNull.INSTANCE : new JsonPrimitive(size);
    }

    /** Pads what is not padded, see {@link RimPadding}. */
    void pad() {
        JsonArray all = new JsonArray();
        layers.values().forEach(all::add);
        RimPadding.apply(all);
    }

    /** Some of the layers, others behind them, and new outputs, as a Functional model. */
    String json(Set<String> kept, JsonArray more, Collection<String> outputs) {
        JsonArray list = new JsonArray();
        layers.forEach(
                (name, layer) -> {
                    if (kept.contains(name)) list.add(layer);
                });
        list.addAll(more);
        JsonObject config = new JsonObject();
        config.addProperty("name", "transfer");
        config.add("layers", list);
        JsonArray starts = new JsonArray();
        references(inputs).stream().filter(kept::contains).forEach(i -> starts.add(end(i)));
        config.add("input_layers", starts);
        JsonArray ends = new JsonArray();
        outputs.forEach(output -> ends.add(end(output)));
        config.add("output_layers", ends);
        JsonObject model = new JsonObject();
        model.addProperty("class_name", "Functional");
        model.addProperty("keras_version", version);
        model.add("config", config);
        return model.toString();
    }
}
