package org.coverslip.train.architecture;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Pads every convolution and pooling that is not padded, also in models inside, so that images lose
 * no rim and are divided by whole numbers. Weights stay what they are, and so does what is computed
 * away from the rim, but for the pixel at which its grid begins.
 */
final class RimPadding {

    private static final Set<String> UNPADDED =
            Set.of(
                    "Conv2D",
                    "Convolution2D",
                    "DepthwiseConv2D",
                    "SeparableConv2D",
                    "SeparableConvolution2D",
                    "MaxPooling2D",
                    "MaxPool2D",
                    "AveragePooling2D",
                    "AvgPool2D");

    private RimPadding() {}

    /**
     * @param layers in Keras' JSON, changed in place
     */
    static void apply(JsonArray layers) {
        Set<String> padding = new HashSet<>();
        String before = "";
        for (JsonElement e : layers) {
            JsonObject layer = e.getAsJsonObject();
            String kind = KerasGraph.className(layer);
            if (kind.equals("ZeroPadding2D")) padding.add(KerasGraph.name(layer));
            if (KerasGraph.MODELS.contains(kind)) apply(KerasGraph.inside(layer));
            // NB: behind a ZeroPadding2D they are padded already. The layers of an inner Sequential
            // do not say what they read: the one before.
            JsonElement nodes = layer.get("inbound_nodes");
            Set<String> reads = nodes == null ? Set.of(before) : strings(nodes);
            if (UNPADDED.contains(kind) && Collections.disjoint(padding, reads)) {
                layer.getAsJsonObject("config").addProperty("padding", "same");
            }
            before = KerasGraph.name(layer);
        }
    }

    private static Set<String> strings(JsonElement e) {
        Set<String> found = new HashSet<>();
        if (e instanceof JsonPrimitive p && p.isString()) found.add(p.getAsString());
        if (e instanceof JsonArray list) list.forEach(inner -> found.addAll(strings(inner)));
        if (e instanceof JsonObject o) {
            o.asMap().values().forEach(inner -> found.addAll(strings(inner)));
        }
        return found;
    }
}
