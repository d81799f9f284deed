package org.coverslip.words.cluster;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;

/**
 * Products by the engine that runs the networks, and so on the GPU where it has one: a network of
 * one layer, a batched inner product of its two inputs. Close it to give back the engine's memory.
 */
public final class EngineProducts implements Products, AutoCloseable {

    private static final String LAYERS =
            """
            {"class_name": "Functional", "config": {"name": "products", "layers": [
              {"class_name": "InputLayer", "name": "matrix", "inbound_nodes": [],
               "config": {"name": "matrix", "dtype": "float32", "batch_input_shape": [null, null, %1$d]}},
              {"class_name": "InputLayer", "name": "rows", "inbound_nodes": [],
               "config": {"name": "rows", "dtype": "float32", "batch_input_shape": [null, null, %1$d]}},
              {"class_name": "Dot", "name": "dot", "config": {"name": "dot", "axes": [2, 2], "normalize": false},
               "inbound_nodes": [[["matrix", 0, 0, {}], ["rows", 0, 0, {}]]]}],
             "input_layers": [["matrix", 0, 0], ["rows", 0, 0]], "output_layers": [["dot", 0, 0]]}}
            """;

    private final Network network;
    private final int width;
    private final String matrixName;
    private final String rowsName;
    private final String output;

    /**
     * @param width of the rows that will be multiplied
     * @param scratch folder that does not exist yet, for the network's file
     */
    public EngineProducts(NetworkEngine engine, NetworkOptions options, int width, Path scratch) {
        this.width = width;
        engine.buildKeras(LAYERS.formatted(width), Map.of(), scratch);
        network = engine.open(scratch, options);
        matrixName = input("matrix");
        rowsName = input("rows");
        output = network.outputs().get(0).name();
    }

    private String input(String name) {
        return network.inputs().stream()
                .map(i -> i.name())
                .filter(n -> n.contains(name))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public Product with(float[] matrix, int count, int given) {
        // NB: seeding and projections work on the features' own width; anything else is small.
        if (given != width || count == 0) return JAVA.with(matrix, count, given);
        Tensor fixed = Tensor.of(matrix, 1, count, width);
        return (rows, n, out) -> {
            float[] exact = rows.length == n * width ? rows : Arrays.copyOf(rows, n * width);
            Tensor other = Tensor.of(exact, 1, n, width);
            float[] product =
                    network.run(Map.of(matrixName, fixed, rowsName, other)).get(output).floats();
            for (int j = 0; j < count; j++) System.arraycopy(product, j * n, out[j], 0, n);
        };
    }

    /** NB: measured on two busy cores: the engine computes a product 6 times as fast as Java. */
    @Override
    public double singleCost() {
        return 6;
    }

    @Override
    public void close() {
        network.close();
    }
}
