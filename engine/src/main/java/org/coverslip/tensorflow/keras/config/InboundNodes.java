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
import org.coverslip.tensorflow.keras.config.Argument.Constant;
import org.coverslip.tensorflow.keras.config.Argument.TensorRef;

/**
 * Reads the calls of a layer from {@code inbound_nodes}, in the dialects of Keras 2 (lists of
 * {@code [layer, node, tensor, keywords]}) and of Keras 3 ({@code args} and {@code kwargs} with
 * {@code __keras_tensor__} objects).
 */
final class InboundNodes {

    private static final int DEEPEST = 16;

    private final String owner;
    private final Set<String> layers;

    /**
     * @param owner the layer, for messages
     * @param layers names of all layers of the model
     */
    InboundNodes(String owner, Set<String> layers) {
        this.owner = owner;
        this.layers = layers;
    }

    List<CallSpec> read(JsonElement nodes) {
        List<CallSpec> calls = new ArrayList<>();
        if (nodes == null || nodes.isJsonNull()) return calls;
        if (!(nodes instanceof JsonArray list)) throw unreadable();
        for (JsonElement node : list) {
            if (node instanceof JsonObject o && o.has("args")) calls.add(keras3(o));
            else if (node instanceof JsonArray a) calls.add(keras2(a));
            else throw unreadable();
        }
        return calls;
    }

    private CallSpec keras2(JsonArray node) {
        List<Argument> arguments = new ArrayList<>();
        Map<String, Argument> keywords = new LinkedHashMap<>();
        boolean single = !node.isEmpty() && isText(node.get(0));
        for (JsonElement e : single ? List.of(node) : node.asList()) {
            if (!(e instanceof JsonArray tensor) || tensor.size() < 3 || !isText(tensor.get(0))) {
                throw unreadable();
            }
            if (tensor.get(0).getAsString().equals("_CONSTANT_VALUE")) {
                arguments.add(new Constant(tensor.get(2)));
            } else {
                arguments.add(tensorRef(tensor));
            }
            if (tensor.size() > 3 && tensor.get(3) instanceof JsonObject o) {
                o.asMap().forEach((k, v) -> keywords.put(k, keyword(v)));
            }
        }
        return new CallSpec(arguments, keywords);
    }

    private Argument keyword(JsonElement value) {
        return value instanceof JsonArray a
                        && a.size() == 3
                        && isText(a.get(0))
                        && layers.contains(a.get(0).getAsString())
                ? tensorRef(a)
                : new Constant(value);
    }

    private CallSpec keras3(JsonObject node) {
        List<Argument> arguments = new ArrayList<>();
        Map<String, Argument> keywords = new LinkedHashMap<>();
        if (!(node.get("args") instanceof JsonArray args)) throw unreadable();
        for (JsonElement e : args) flatten(e, arguments, 0);
        if (node.get("kwargs") instanceof JsonObject kwargs) {
            kwargs.asMap()
                    .forEach(
                            (k, v) -> {
                                List<Argument> values = new ArrayList<>();
                                flatten(v, values, 0);
                                if (values.size() == 1) keywords.put(k, values.get(0));
                                else arguments.addAll(values);
                            });
        }
        return new CallSpec(arguments, keywords);
    }

    private void flatten(JsonElement e, List<Argument> into, int depth) {
        if (depth > DEEPEST) throw unreadable();
        if (e instanceof JsonObject o && isTensor(o)) {
            if (!(o.get("config") instanceof JsonObject c)
                    || !(c.get("keras_history") instanceof JsonArray history)) {
                throw unreadable();
            }
            into.add(tensorRef(history));
        } else if (!holdsTensor(e, depth)) {
            into.add(new Constant(e));
        } else if (e instanceof JsonArray list) {
            for (JsonElement inner : list) flatten(inner, into, depth + 1);
        } else {
            throw new Fault(owner + " is called with a dictionary of inputs", Fault.EXPORT);
        }
    }

    private boolean holdsTensor(JsonElement e, int depth) {
        if (depth > DEEPEST) throw unreadable();
        if (e instanceof JsonArray list) {
            return list.asList().stream().anyMatch(i -> holdsTensor(i, depth + 1));
        }
        return e instanceof JsonObject o
                && (isTensor(o)
                        || o.asMap().values().stream().anyMatch(i -> holdsTensor(i, depth + 1)));
    }

    /** {@code [layer, node, tensor, ...]}. */
    TensorRef tensorRef(JsonElement triple) {
        if (triple instanceof JsonArray a
                && a.size() >= 3
                && isText(a.get(0))
                && isNumber(a.get(1))
                && isNumber(a.get(2))) {
            return new TensorRef(a.get(0).getAsString(), a.get(1).getAsInt(), a.get(2).getAsInt());
        }
        throw unreadable();
    }

    /** The inputs or outputs of a model: one triple, a list of them, or a dictionary of them. */
    List<TensorRef> ends(JsonElement ends) {
        if (ends instanceof JsonArray a && !a.isEmpty()) {
            if (isText(a.get(0))) return List.of(tensorRef(a));
            return a.asList().stream().map(this::tensorRef).toList();
        }
        // NB: Keras flattens dictionaries in the order of their sorted keys.
        if (ends instanceof JsonObject o && !o.isEmpty()) {
            return new java.util.TreeMap<>(o.asMap())
                    .values().stream().flatMap(v -> ends(v).stream()).toList();
        }
        throw unreadable();
    }

    private static boolean isTensor(JsonObject o) {
        return o.get("class_name") instanceof JsonPrimitive p
                && p.getAsString().equals("__keras_tensor__");
    }

    private static boolean isText(JsonElement e) {
        return e instanceof JsonPrimitive p && p.isString();
    }

    private static boolean isNumber(JsonElement e) {
        return e instanceof JsonPrimitive p && p.isNumber();
    }

    private Fault unreadable() {
        return new Fault(owner + " is joined to others in an unknown way", Fault.EXPORT);
    }
}
