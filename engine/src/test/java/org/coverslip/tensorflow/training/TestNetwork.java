package org.coverslip.tensorflow.training;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.coverslip.network.Device;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.TensorFlowEngine;

/** A chain of layers, or one with branches, and what to train it with. */
final class TestNetwork {

    private final JsonArray layers = new JsonArray();
    private String last = "x";
    private Loss loss = new Loss.Squared(1);
    private Optimizer optimizer = new Optimizer.Sgd(0, false, 0);
    private final Map<String, Tensor> weights = new HashMap<>();
    private final Map<String, Double> factors = new HashMap<>();
    private Set<String> frozen = Set.of();
    private int threads;

    /**
     * @param shape of an input, without the batch
     */
    TestNetwork(int... shape) {
        StringBuilder sizes = new StringBuilder("null");
        for (int n : shape) sizes.append(", ").append(n);
        layer("InputLayer", "x", "{'batch_input_shape': [" + sizes + "]}");
    }

    /** Adds a layer behind the last one. */
    TestNetwork then(String className, String name, String config) {
        return layer(className, name, config, last);
    }

    TestNetwork layer(String className, String name, String config, String... from) {
        JsonArray node = new JsonArray();
        for (String f : from) node.add(JsonParser.parseString("['" + f + "', 0, 0, {}]"));
        JsonArray nodes = new JsonArray();
        if (from.length > 0) nodes.add(node);
        JsonObject settings = JsonParser.parseString(config).getAsJsonObject();
        settings.addProperty("name", name);
        JsonObject layer = new JsonObject();
        layer.addProperty("class_name", className);
        layer.addProperty("name", name);
        layer.add("config", settings);
        layer.add("inbound_nodes", nodes);
        layers.add(layer);
        last = name;
        return this;
    }

    TestNetwork loss(Loss of) {
        loss = of;
        return this;
    }

    TestNetwork optimizer(Optimizer of) {
        optimizer = of;
        return this;
    }

    TestNetwork weight(String name, Tensor value) {
        weights.put(name, value);
        return this;
    }

    TestNetwork frozen(String... names) {
        frozen = Set.of(names);
        return this;
    }

    TestNetwork rateFactor(String layer, double factor) {
        factors.put(layer, factor);
        return this;
    }

    TestNetwork threads(int number) {
        threads = number;
        return this;
    }

    /** With the last layer as output. */
    String json() {
        return "{'class_name': 'Functional', 'config': {'name': 'test', 'layers': "
                + layers
                + ", 'input_layers': [['x', 0, 0]], 'output_layers': [['"
                + last
                + "', 0, 0]]}}";
    }

    LearningNetwork learn() {
        return new TensorFlowEngine()
                .learn(
                        new TrainingSetup(
                                json(),
                                weights,
                                frozen,
                                factors,
                                Map.of(last, loss),
                                optimizer,
                                5,
                                threads,
                                Device.CPU));
    }

    /** Random numbers for all extents after the first, which is the given batch. */
    static Tensor random(long seed, java.util.List<Long> shape, int batch) {
        long[] sizes = shape.stream().mapToLong(Long::longValue).toArray();
        sizes[0] = batch;
        int size = 1;
        for (long n : sizes) size *= (int) n;
        float[] values = new float[size];
        Random random = new Random(seed);
        for (int i = 0; i < size; i++) values[i] = (float) random.nextGaussian();
        return Tensor.of(values, sizes);
    }
}
