package org.coverslip.tensorflow.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.training.LearningGraph.Port;
import org.tensorflow.Output;
import org.tensorflow.Session;

/** The native tensors of one run, checked against what the network takes; closed after it. */
final class Feeds implements AutoCloseable {

    private final Map<String, org.tensorflow.Tensor> byNode = new LinkedHashMap<>();
    private final List<org.tensorflow.Tensor> others = new java.util.ArrayList<>();

    /**
     * Copies a tensor for each port.
     *
     * @param kind {@code input} or {@code target}, for messages
     * @throws RefusedException if one is missing, unknown or of another shape
     */
    void give(List<Port> ports, Map<String, Tensor> given, String kind) {
        for (Port port : ports) {
            TensorInfo info = port.info();
            Tensor value = given.get(info.name());
            if (value == null) {
                throw new RefusedException(
                        kind + " \"" + info.name() + "\"", "it is missing", "give " + info);
            }
            add(port.node(), NativeValues.toNative(checked(info, value, kind)));
        }
        for (String name : given.keySet()) {
            String plain = name.endsWith("/weight") ? name.replaceFirst("/weight$", "") : name;
            if (ports.stream().noneMatch(p -> p.info().name().equals(plain))) {
                throw new RefusedException(
                        kind + " \"" + name + "\"",
                        "the network has no such " + kind,
                        "give " + ports.stream().map(Port::info).toList());
            }
        }
    }

    /** Targets and the weights of their samples or pixels, which are 1 where none are given. */
    void targets(LearningGraph graph, Map<String, Tensor> given) {
        give(graph.targets(), given, "target");
        for (Port port : graph.weights()) {
            TensorInfo info = port.info();
            long[] shape = given.get(info.name()).shape();
            long[] each = Arrays.copyOf(shape, shape.length - 1);
            Tensor weight = given.get(info.name() + "/weight");
            if (weight == null) {
                int size = 1;
                for (long n : each) size *= (int) n;
                float[] ones = new float[size];
                Arrays.fill(ones, 1);
                weight = Tensor.of(ones, each);
            }
            if (!Arrays.equals(weight.shape(), each)) {
                throw new RefusedException(
                        "target \"" + info.name() + "/weight\"",
                        "it has the shape " + Arrays.toString(weight.shape()),
                        "give " + Arrays.toString(each) + ", one number per sample or pixel");
            }
            add(port.node(), NativeValues.toNative(weight.to(ElementType.FLOAT32)));
        }
    }

    private static Tensor checked(TensorInfo info, Tensor value, String kind) {
        if (!info.accepts(value.shape())) {
            throw new RefusedException(
                    kind + " \"" + info.name() + "\"",
                    "it takes the shape "
                            + info.shapeText()
                            + " and was given "
                            + Arrays.toString(value.shape()),
                    "give it that shape");
        }
        return value.to(info.type());
    }

    void add(String node, org.tensorflow.Tensor value) {
        byNode.put(node, value);
    }

    /** Feeds what was added so far. */
    Session.Runner into(Session.Runner runner) {
        byNode.forEach(runner::feed);
        return runner;
    }

    /** Feeds one more. */
    void add(Session.Runner runner, Output<?> place, org.tensorflow.Tensor value) {
        others.add(value);
        runner.feed(place, value);
    }

    @Override
    public void close() {
        byNode.values().forEach(org.tensorflow.Tensor::close);
        others.forEach(org.tensorflow.Tensor::close);
    }
}
