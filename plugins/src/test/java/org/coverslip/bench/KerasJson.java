package org.coverslip.bench;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.coverslip.network.Tensor;

/** A functional Keras model of image layers, written layer by layer, with random weights. */
final class KerasJson {

    private final JsonArray layers = new JsonArray();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, Integer> channels = new LinkedHashMap<>();
    private final SplittableRandom random = new SplittableRandom(121);
    private String last = "x";

    KerasJson(int side) {
        JsonObject config =
                parse(
                        "{\"dtype\": \"float32\", \"batch_input_shape\": [null, %d, %d, 3]}"
                                .formatted(side, side));
        add("InputLayer", "x", config);
        channels.put("x", 3);
    }

    String last() {
        return last;
    }

    void from(String layer) {
        last = layer;
    }

    /** A convolution without padding to one side, with or without ReLU. */
    void convolution(String name, int filters, int kernel, int stride, boolean relu) {
        int in = channels.get(last);
        JsonObject config =
                parse(
                        "{\"filters\": %d, \"kernel_size\": [%d, %d], \"strides\": [%d, %d], \"padding\": \"same\", \"use_bias\": false, \"activation\": \"%s\"}"
                                .formatted(
                                        filters,
                                        kernel,
                                        kernel,
                                        stride,
                                        stride,
                                        relu ? "relu" : "linear"));
        add("Conv2D", name, config, last);
        channels.put(name, filters);
        put(name + "/kernel", Math.sqrt(2.0 / (kernel * kernel * in)), kernel, kernel, in, filters);
    }

    /** Batch normalisation with moments 0 and 1, then ReLU. */
    void normalised(String name) {
        int c = channels.get(last);
        add("BatchNormalization", name, parse("{\"axis\": [3], \"epsilon\": 1.001e-5}"), last);
        channels.put(name, c);
        for (String v : new String[] {"gamma", "moving_variance"})
            weights.put(name + "/" + v, constant(c, 1));
        for (String v : new String[] {"beta", "moving_mean"})
            weights.put(name + "/" + v, constant(c, 0));
        add("Activation", name + "_relu", parse("{\"activation\": \"relu\"}"), name);
        channels.put(name + "_relu", c);
    }

    void pool(String name, String className, int size, int stride) {
        int c = channels.get(last);
        JsonObject config =
                parse(
                        "{\"pool_size\": [%d, %d], \"strides\": [%d, %d], \"padding\": \"same\"}"
                                .formatted(size, size, stride, stride));
        add(className, name, config, last);
        channels.put(name, c);
    }

    void concatenate(String name, String a, String b) {
        add("Concatenate", name, parse("{\"axis\": -1}"), a, b);
        channels.put(name, channels.get(a) + channels.get(b));
    }

    /** Global average and a softmax. */
    void head(int classes) {
        int c = channels.get(last);
        add("GlobalAveragePooling2D", "average", new JsonObject(), last);
        add(
                "Dense",
                "head",
                parse(
                        "{\"units\": %d, \"activation\": \"softmax\", \"use_bias\": false}"
                                .formatted(classes)),
                last);
        put("head/kernel", Math.sqrt(1.0 / c), c, classes);
    }

    String json() {
        return "{\"class_name\": \"Functional\", \"config\": {\"name\": \"bench\", \"layers\": "
                + layers
                + ", \"input_layers\": [[\"x\", 0, 0]], \"output_layers\": [[\""
                + last
                + "\", 0, 0]]}}";
    }

    Map<String, Tensor> weights() {
        return weights;
    }

    private void add(String className, String name, JsonObject config, String... inputs) {
        config.addProperty("name", name);
        JsonArray nodes = new JsonArray();
        if (inputs.length > 0) {
            JsonArray node = new JsonArray();
            for (String in : inputs) node.add(JsonParser.parseString("[\"" + in + "\", 0, 0, {}]"));
            nodes.add(node);
        }
        JsonObject layer = new JsonObject();
        layer.addProperty("class_name", className);
        layer.addProperty("name", name);
        layer.add("config", config);
        layer.add("inbound_nodes", nodes);
        layers.add(layer);
        last = name;
    }

    private void put(String name, double deviation, int... shape) {
        int size = 1;
        long[] extents = new long[shape.length];
        for (int i = 0; i < shape.length; i++) size *= (int) (extents[i] = shape[i]);
        float[] values = new float[size];
        for (int i = 0; i < size; i++)
            values[i] = (float) (random.nextDouble(-1.7, 1.7) * deviation);
        weights.put(name, Tensor.of(values, extents));
    }

    private static Tensor constant(int count, float value) {
        float[] values = new float[count];
        java.util.Arrays.fill(values, value);
        return Tensor.of(values, count);
    }

    private static JsonObject parse(String json) {
        return JsonParser.parseString(json).getAsJsonObject();
    }
}
