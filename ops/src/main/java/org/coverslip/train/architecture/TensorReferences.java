package org.coverslip.train.architecture;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.List;

/**
 * What Keras writes where a layer reads another: {@code [layer, node, tensor, ...]}, in {@code
 * inbound_nodes} of Keras 2 in lists, of Keras 3 deep in the description of a call.
 */
final class TensorReferences {

    private static final int LENGTH = 3;

    private TensorReferences() {}

    /** All of them, however deep they stand. */
    static List<JsonArray> in(JsonElement e) {
        List<JsonArray> found = new ArrayList<>();
        if (e instanceof JsonArray list) {
            if (isTensor(list)) found.add(list);
            for (JsonElement inner : list) found.addAll(in(inner));
        } else if (e instanceof JsonObject o) {
            o.asMap().values().forEach(inner -> found.addAll(in(inner)));
        }
        return found;
    }

    private static boolean isTensor(JsonArray list) {
        return list.size() >= LENGTH
                && list.get(0) instanceof JsonPrimitive layer
                && layer.isString()
                && list.get(1) instanceof JsonPrimitive node
                && node.isNumber();
    }

    /**
     * Makes a layer read another tensor wherever it reads one of a certain layer.
     *
     * @param layer in Keras' JSON, changed in place
     * @param to a reference; what a layer adds to its own stays
     */
    static void redirect(JsonObject layer, String from, JsonArray to) {
        for (JsonArray tensor : in(layer.get("inbound_nodes"))) {
            if (!tensor.get(0).getAsString().equals(from)) continue;
            for (int i = 0; i < LENGTH; i++) tensor.set(i, to.get(i).deepCopy());
        }
    }
}
