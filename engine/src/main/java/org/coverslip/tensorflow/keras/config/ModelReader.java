package org.coverslip.tensorflow.keras.config;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;

/**
 * Reads the architecture of a model from the JSON that Keras writes: Sequential and Functional, of
 * any version since 2.0, with models inside models.
 */
public final class ModelReader {

    private static final Set<String> MODELS = Set.of("Functional", "Model", "Sequential");
    private static final Set<String> SHAPE_KEYS = Set.of("batch_input_shape", "batch_shape");
    private static final int DEEPEST = 32;
    private static final int MOST_LAYERS = 20_000;

    private final int depth;

    private ModelReader(int depth) {
        if (depth > DEEPEST) {
            throw new Fault("models are nested more than " + DEEPEST + " deep", Fault.SAVE_AGAIN);
        }
        this.depth = depth;
    }

    /**
     * @param model object with {@code class_name} and {@code config}
     * @throws Fault if it is not a Sequential or Functional model, or contradicts itself
     */
    public static ModelSpec read(JsonObject model) {
        return new ModelReader(0).model(model);
    }

    private ModelSpec model(JsonObject model) {
        String className = text(model, "class_name");
        if (!MODELS.contains(className)) {
            throw new Fault(
                    "the model is of class "
                            + Fault.quote(className)
                            + ", whose computation is Python code and not in the file",
                    Fault.EXPORT);
        }
        JsonElement config = model.get("config");
        // NB: the config of a Sequential was the plain list of its layers before Keras 2.2.3.
        JsonObject settings = config instanceof JsonObject o ? o : new JsonObject();
        JsonElement layers = config instanceof JsonArray ? config : settings.get("layers");
        if (!(layers instanceof JsonArray list) || list.isEmpty()) {
            throw new Fault(
                    "the " + className + " model lists no layers",
                    "build the model before saving, or " + Fault.EXPORT);
        }
        if (list.size() > MOST_LAYERS) {
            throw new Fault("the model lists " + list.size() + " layers", Fault.SAVE_AGAIN);
        }
        List<Entry> entries = list.asList().stream().map(this::entry).toList();
        String name = text(settings, "name");
        return className.equals("Sequential")
                ? sequential(name, model, settings, entries)
                : functional(name, settings, entries);
    }

    private record Entry(JsonObject json, String name, String className, ModelSpec nested) {

        Config config() {
            JsonObject o = json.get("config") instanceof JsonObject c ? c : new JsonObject();
            return new Config("layer " + Fault.quote(name) + " (" + word(className) + ")", o);
        }

        LayerSpec layer(List<CallSpec> calls) {
            return new LayerSpec(name, className, text(json, "module"), config(), calls, nested);
        }
    }

    private Entry entry(JsonElement e) {
        if (!(e instanceof JsonObject json)) {
            throw new Fault("the list of layers holds something else", Fault.SAVE_AGAIN);
        }
        String className = text(json, "class_name");
        String name = text(json, "name");
        if (name.isEmpty() && json.get("config") instanceof JsonObject c) name = text(c, "name");
        ModelSpec nested =
                MODELS.contains(className) ? new ModelReader(depth + 1).model(json) : null;
        if (name.isEmpty() && nested != null) name = nested.name();
        if (name.isEmpty()) {
            throw new Fault(
                    "a layer of class " + word(className) + " has no name", Fault.SAVE_AGAIN);
        }
        return new Entry(json, name, className, nested);
    }

    private static ModelSpec sequential(
            String name, JsonObject model, JsonObject settings, List<Entry> entries) {
        List<LayerSpec> layers = new ArrayList<>();
        Entry first = entries.get(0);
        if (!first.className().equals("InputLayer")) {
            layers.add(impliedInput(model, settings, first));
        } else {
            layers.add(first.layer(List.of()));
            entries = entries.subList(1, entries.size());
        }
        String before = layers.get(0).name();
        for (Entry e : entries) {
            CallSpec call = new CallSpec(List.of(new TensorRef(before, 0, 0)), Map.of());
            layers.add(e.layer(List.of(call)));
            before = e.name();
        }
        requireDistinct(layers);
        return new ModelSpec(
                name,
                true,
                layers,
                List.of(new TensorRef(layers.get(0).name(), 0, 0)),
                List.of(new TensorRef(before, 0, 0)));
    }

    /** The input that a Sequential without an InputLayer gets from its first layer. */
    private static LayerSpec impliedInput(JsonObject model, JsonObject settings, Entry first) {
        JsonObject config = new JsonObject();
        if (first.nested() != null) {
            ModelSpec inner = first.nested();
            Config given =
                    inner.layers().stream()
                            .filter(l -> l.name().equals(inner.inputs().get(0).layer()))
                            .findFirst()
                            .orElseThrow()
                            .config();
            SHAPE_KEYS.forEach(k -> config.add(k, given.raw(k)));
            config.add("dtype", given.raw("dtype"));
        } else {
            SHAPE_KEYS.forEach(k -> config.add(k, first.config().raw(k)));
        }
        if (SHAPE_KEYS.stream().allMatch(k -> config.get(k).isJsonNull())) {
            JsonElement built = settings.get("build_input_shape");
            if (built == null && model.get("build_config") instanceof JsonObject b) {
                built = b.get("input_shape");
            }
            config.add("batch_shape", built);
        }
        JsonObject json = new JsonObject();
        json.add("config", config);
        return new Entry(json, first.name() + "_input", "InputLayer", null).layer(List.of());
    }

    private static ModelSpec functional(String name, JsonObject settings, List<Entry> entries) {
        Set<String> names = new java.util.HashSet<>();
        entries.forEach(e -> names.add(e.name()));
        Map<String, List<CallSpec>> calls = new LinkedHashMap<>();
        for (Entry e : entries) {
            var nodes = new InboundNodes(e.config().owner(), names);
            calls.put(e.name(), nodes.read(e.json().get("inbound_nodes")));
        }
        var ends = new InboundNodes("the model " + Fault.quote(name), names);
        List<TensorRef> inputs = ends.ends(settings.get("input_layers"));
        List<TensorRef> outputs = ends.ends(settings.get("output_layers"));
        CallNumbers numbers = new CallNumbers(entries.stream().map(Entry::name).toList(), calls);
        entries.stream()
                .filter(e -> e.nested() != null)
                .forEach(e -> numbers.countModel(e.name(), outputs));
        List<LayerSpec> layers =
                entries.stream().map(e -> e.layer(numbers.calls(e.name()))).toList();
        requireDistinct(layers);
        return new ModelSpec(name, false, layers, numbers.refs(inputs), numbers.refs(outputs));
    }

    private static void requireDistinct(List<LayerSpec> layers) {
        Set<String> seen = new java.util.HashSet<>();
        for (LayerSpec l : layers) {
            if (!seen.add(l.name())) {
                throw new Fault("two layers are called " + Fault.quote(l.name()), Fault.SAVE_AGAIN);
            }
        }
    }

    private static String text(JsonObject o, String key) {
        return o.get(key) instanceof JsonPrimitive p && p.isString() ? p.getAsString() : "";
    }

    private static String word(String className) {
        return className.isEmpty() ? "of no class" : Fault.quote(className).replace("'", "");
    }
}
