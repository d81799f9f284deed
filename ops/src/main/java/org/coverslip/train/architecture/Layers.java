package org.coverslip.train.architecture;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a Functional model of Keras 2 layer by layer. Every method adds one layer behind another
 * and gives its name; a name left empty is chosen.
 */
final class Layers {

    private final String model;
    private final String prefix;
    private final JsonArray layers = new JsonArray();
    private final JsonArray inputs = new JsonArray();
    private final Map<String, Integer> counts = new HashMap<>();

    /**
     * @param model name of the whole
     */
    Layers(String model) {
        this(model, "");
    }

    /**
     * @param prefix of the names that are chosen, where the layers stand behind others
     */
    Layers(String model, String prefix) {
        this.model = model;
        this.prefix = prefix;
    }

    /** An image; an extent of 0 is open. */
    String image(String name, Frame frame) {
        JsonArray shape = new JsonArray();
        shape.add(JsonNull.INSTANCE);
        for (int n : new int[] {frame.height(), frame.width(), frame.channels()}) {
            shape.add(n == 0 ? JsonNull.INSTANCE : new JsonPrimitive(n));
        }
        JsonObject config = new JsonObject();
        config.add("batch_input_shape", shape);
        config.addProperty("dtype", "float32");
        inputs.add(end(name));
        return add("InputLayer", name, config, List.of());
    }

    /** A convolution, padded so that the size stays, or is divided by the stride. */
    String convolution(String from, String name, int filters, int kernel, int stride, String then) {
        JsonObject config = new JsonObject();
        config.addProperty("filters", filters);
        config.add("kernel_size", pair(kernel));
        config.add("strides", pair(stride));
        config.addProperty("padding", "same");
        config.addProperty("activation", then);
        config.addProperty("use_bias", !then.equals(NORMALISED));
        if (then.equals(NORMALISED)) config.addProperty("activation", "linear");
        // NB: Glorot's scale halves the signal at every ReLU; He et al. 2015 (arXiv 1502.01852).
        boolean scores = then.equals("softmax") || then.equals("sigmoid");
        config.addProperty("kernel_initializer", scores ? "GlorotUniform" : "HeNormal");
        return add("Conv2D", name, config, List.of(from));
    }

    /** A 1x1 convolution that ends in a sigmoid each, with a bias to start from. */
    String scores(String from, String name, int filters, double bias) {
        String added = convolution(from, name, filters, 1, 1, "sigmoid");
        JsonObject value = new JsonObject();
        value.addProperty("value", bias);
        JsonObject constant = new JsonObject();
        constant.addProperty("class_name", "Constant");
        constant.add("config", value);
        JsonObject layer = layers.get(layers.size() - 1).getAsJsonObject();
        layer.getAsJsonObject("config").add("bias_initializer", constant);
        return added;
    }

    /** For {@link #convolution}: no bias and no activation, since a normalisation follows. */
    static final String NORMALISED = "normalised";

    /** Batch normalisation and ReLU. */
    String normalised(String from, String name) {
        return activation(normalisation(from, name + "_norm"), name + "_relu");
    }

    String normalisation(String from, String name) {
        JsonObject config = new JsonObject();
        // NB: Keras' momentum of 0.99 takes hundreds of steps to forget the first ones, longer than
        // the first epochs of a small data set, and validation lags behind for as long.
        config.addProperty("momentum", 0.9);
        config.addProperty("epsilon", 1e-3);
        return add("BatchNormalization", name, config, List.of(from));
    }

    String activation(String from, String name) {
        JsonObject config = new JsonObject();
        config.addProperty("activation", "relu");
        return add("Activation", name, config, List.of(from));
    }

    String maxPool(String from, int size, int stride) {
        return pool("MaxPooling2D", from, size, stride);
    }

    String averagePool(String from, int size, int stride) {
        return pool("AveragePooling2D", from, size, stride);
    }

    private String pool(String className, String from, int size, int stride) {
        JsonObject config = new JsonObject();
        config.add("pool_size", pair(size));
        config.add("strides", pair(stride));
        config.addProperty("padding", "same");
        return add(className, "", config, List.of(from));
    }

    /** The mean of every channel over the image. */
    String globalAverage(String from) {
        return globalAverage(from, "", false);
    }

    /** As the one-argument form, with a name, and for images with the channels first. */
    String globalAverage(String from, String name, boolean channelsFirst) {
        JsonObject config = new JsonObject();
        config.addProperty("data_format", channelsFirst ? "channels_first" : "channels_last");
        return add("GlobalAveragePooling2D", name, config, List.of(from));
    }

    String flatten(String from) {
        return add("Flatten", "", new JsonObject(), List.of(from));
    }

    String dropout(String from, double rate) {
        return dropout(from, "", rate);
    }

    String dropout(String from, String name, double rate) {
        JsonObject config = new JsonObject();
        config.addProperty("rate", rate);
        return add("Dropout", name, config, List.of(from));
    }

    String dense(String from, String name, int units, String then) {
        JsonObject config = new JsonObject();
        config.addProperty("units", units);
        config.addProperty("activation", then);
        config.addProperty(
                "kernel_initializer", then.equals("relu") ? "HeNormal" : "GlorotUniform");
        return add("Dense", name, config, List.of(from));
    }

    String add(String a, String b) {
        return add("Add", "", new JsonObject(), List.of(a, b));
    }

    String concatenation(String a, String b) {
        JsonObject config = new JsonObject();
        config.addProperty("axis", -1);
        return add("Concatenate", "", config, List.of(a, b));
    }

    /** Every pixel repeated 2x2. */
    String doubled(String from) {
        JsonObject config = new JsonObject();
        config.add("size", pair(2));
        config.addProperty("interpolation", "nearest");
        return add("UpSampling2D", "", config, List.of(from));
    }

    private String add(String className, String wish, JsonObject config, List<String> from) {
        String kind = className.toLowerCase(java.util.Locale.ROOT);
        String name = wish;
        if (name.isEmpty()) name = prefix + kind + "_" + counts.merge(kind, 1, Integer::sum);
        config.addProperty("name", name);
        JsonArray node = new JsonArray();
        for (String f : from) {
            JsonArray tensor = end(f);
            tensor.add(new JsonObject());
            node.add(tensor);
        }
        JsonArray nodes = new JsonArray();
        if (!from.isEmpty()) nodes.add(node);
        JsonObject layer = new JsonObject();
        layer.addProperty("class_name", className);
        layer.addProperty("name", name);
        layer.add("config", config);
        layer.add("inbound_nodes", nodes);
        layers.add(layer);
        return name;
    }

    private static JsonArray end(String layer) {
        JsonArray end = new JsonArray();
        end.add(layer);
        end.add(0);
        end.add(0);
        return end;
    }

    private static JsonElement pair(int n) {
        JsonArray pair = new JsonArray();
        pair.add(n);
        pair.add(n);
        return pair;
    }

    /** The layers so far, to be put behind others. */
    JsonArray list() {
        return layers;
    }

    /** Their names. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (JsonElement layer : layers) {
            names.add(layer.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }

    /** The whole model, as {@code model.to_json()} of Keras writes it. */
    String json(String... outputs) {
        JsonArray ends = new JsonArray();
        for (String output : outputs) ends.add(end(output));
        JsonObject config = new JsonObject();
        config.addProperty("name", model);
        config.add("layers", layers);
        config.add("input_layers", inputs);
        config.add("output_layers", ends);
        JsonObject whole = new JsonObject();
        whole.addProperty("class_name", "Functional");
        whole.add("config", config);
        return whole.toString();
    }
}
