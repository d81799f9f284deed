package org.coverslip.tensorflow.keras.graph;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.coverslip.tensorflow.keras.config.Fault;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;
import org.tensorflow.proto.VersionDef;

/** A TensorFlow graph as it grows, node by node, each under a name of its own. */
public final class GraphWriter {

    // A SavedModel is one protocol buffer message: below 2 GiB. The rest is for names and nodes.
    private static final long MOST_WEIGHT_BYTES = Integer.MAX_VALUE - (64L << 20);
    private static final int MOST_NODES = 200_000;
    // TF_GRAPH_DEF_VERSION of TensorFlow 2.16.1, whose meaning of operations is used.
    private static final int PRODUCER = 1766;

    private final List<NodeDef.Builder> nodes = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> consumed = new HashSet<>();
    private long weightBytes;

    /** Number of nodes so far. */
    public int size() {
        return nodes.size();
    }

    /** A name that no node has yet, as close to the wish as the rules for names allow. */
    public String freeName(String wish) {
        String legal = wish.replaceAll("[^A-Za-z0-9_.\\\\/>-]", "_");
        if (!legal.matches("[A-Za-z0-9.].*")) legal = "layer" + legal;
        String name = legal;
        while (positions.containsKey(name)) {
            name = legal + "_" + numbers.merge(legal, 1, Integer::sum);
        }
        return name;
    }

    /** Adds a node under exactly this name, which must be free. */
    void add(NodeDef.Builder node) {
        if (nodes.size() >= MOST_NODES) {
            throw new Fault(
                    "the model unfolds to more than " + MOST_NODES + " operations", Fault.EXPORT);
        }
        positions.put(node.getName(), nodes.size());
        nodes.add(node);
        node.getInputList().forEach(input -> consumed.add(nodeOf(input)));
    }

    /**
     * Gives the result of a layer the layer's name: renames its node if that is new and nobody
     * reads it yet, else adds an Identity.
     *
     * @param first number of nodes before the layer added its own
     */
    public Value name(Value value, String wish, int first) {
        String name = freeName(wish);
        int at = positions.get(value.node());
        if (at >= first && !consumed.contains(value.node())) {
            positions.remove(value.node());
            positions.put(name, at);
            nodes.get(at).setName(name);
            return new Value(name, value.type(), value.shape());
        }
        add(
                NodeDef.newBuilder()
                        .setName(name)
                        .setOp("Identity")
                        .addInput(value.node())
                        .putAttr("T", AttrValue.newBuilder().setType(value.type()).build()));
        return new Value(name, value.type(), value.shape());
    }

    /**
     * The input of the operation that gives a value, through nodes that only pass it on.
     *
     * @param type of the operation
     * @return empty if the value comes from another operation
     */
    public Optional<Value> argument(Value value, String type) {
        NodeDef.Builder node = node(value.node());
        while (node.getOp().equals("Identity")) node = node(node.getInput(0));
        return node.getOp().equals(type)
                ? Optional.of(new Value(node.getInput(0), value.type(), value.shape()))
                : Optional.empty();
    }

    private NodeDef.Builder node(String output) {
        return nodes.get(positions.get(nodeOf(output)));
    }

    private static String nodeOf(String output) {
        return output.replaceFirst(":\\d+$", "");
    }

    /** An input of the graph. */
    public Value placeholder(String wish, DataType type, Shape shape) {
        String name = freeName(wish);
        add(
                NodeDef.newBuilder()
                        .setName(name)
                        .setOp("Placeholder")
                        .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
                        .putAttr("shape", AttrValue.newBuilder().setShape(proto(shape)).build()));
        return new Value(name, type, shape);
    }

    /**
     * A constant.
     *
     * @param content little-endian, row-major
     */
    public Value constant(String wish, DataType type, Shape shape, ByteString content) {
        weightBytes += content.size();
        if (weightBytes > MOST_WEIGHT_BYTES) {
            throw new Fault(
                    "its weights take more than 2 GB, which a SavedModel graph cannot hold",
                    Fault.EXPORT);
        }
        String name = freeName(wish);
        TensorProto tensor =
                TensorProto.newBuilder()
                        .setDtype(type)
                        .setTensorShape(proto(shape))
                        .setTensorContent(content)
                        .build();
        add(
                NodeDef.newBuilder()
                        .setName(name)
                        .setOp("Const")
                        .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
                        .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build()));
        return new Value(name, type, shape);
    }

    static TensorShapeProto proto(Shape shape) {
        TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
        for (long n : shape.toArray()) {
            proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(n));
        }
        return proto.build();
    }

    /** The graph as it stands. */
    public GraphDef toGraphDef() {
        GraphDef.Builder graph =
                GraphDef.newBuilder()
                        .setVersions(
                                VersionDef.newBuilder().setProducer(PRODUCER).setMinConsumer(12));
        nodes.forEach(graph::addNode);
        return graph.build();
    }
}
