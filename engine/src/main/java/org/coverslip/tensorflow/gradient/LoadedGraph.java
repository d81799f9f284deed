package org.coverslip.tensorflow.gradient;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.coverslip.tensorflow.inline.FlatGraph;
import org.coverslip.tensorflow.inline.Unfit;
import org.coverslip.tensorflow.inline.Wire;
import org.tensorflow.internal.c_api.TF_Buffer;
import org.tensorflow.internal.c_api.TF_Graph;
import org.tensorflow.internal.c_api.TF_ImportGraphDefOptions;
import org.tensorflow.internal.c_api.TF_Operation;
import org.tensorflow.internal.c_api.TF_Output;
import org.tensorflow.internal.c_api.TF_Status;
import org.tensorflow.internal.c_api.global.tensorflow;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.VersionDef;

/**
 * A graph in native memory that a session runs. Nodes can be added, none can be taken away; the
 * session takes up what was added with its next run.
 */
public final class LoadedGraph {

    private static final int OK = 0;
    private static final Pattern LACKING = Pattern.compile("No gradient defined for op: (\\w+)");

    private final TF_Graph graph;
    private final VersionDef versions;

    /**
     * @param graph stays its owner's
     * @param versions that its operations are meant in
     */
    public LoadedGraph(TF_Graph graph, VersionDef versions) {
        this.graph = graph;
        this.versions = versions;
    }

    TF_Graph handle() {
        return graph;
    }

    /**
     * @throws Unfit if there is no such node
     */
    public TF_Operation operation(String node) {
        TF_Operation found = tensorflow.TF_GraphOperationByName(graph, node);
        if (found == null || found.isNull())
            throw new Unfit("its node \"" + node + "\" is missing");
        return found;
    }

    /** The tensor in native terms; belongs to the scope it is made in. */
    TF_Output output(Wire wire) {
        TF_Operation operation = operation(wire.node());
        if (wire.index() < 0 || wire.index() >= tensorflow.TF_OperationNumOutputs(operation))
            throw new Unfit("its tensor \"" + wire + "\" is missing");
        return new TF_Output().oper(operation).index(wire.index());
    }

    /** The number of the tensor's {@code DataType}. */
    public int type(Wire wire) {
        try (PointerScope scope = new PointerScope()) {
            return tensorflow.TF_OperationOutputType(output(wire));
        }
    }

    /** The shape as far as it can be told without running, or null if not even the rank can. */
    public long[] shape(Wire wire) {
        try (PointerScope scope = new PointerScope()) {
            TF_Status status = TF_Status.newStatus();
            TF_Output output = output(wire);
            int rank = tensorflow.TF_GraphGetTensorNumDims(graph, output, status);
            if (rank < 0 || tensorflow.TF_GetCode(status) != OK) return null;
            long[] shape = new long[rank];
            if (rank > 0) tensorflow.TF_GraphGetTensorShape(graph, output, shape, rank, status);
            return shape;
        }
    }

    /** The definition of an operation. */
    public OpDef definition(String operation) {
        try (PointerScope scope = new PointerScope()) {
            TF_Buffer buffer = TF_Buffer.newBuffer();
            TF_Status status = TF_Status.newStatus();
            tensorflow.TF_GraphGetOpDef(graph, operation, buffer, status);
            check(status);
            byte[] bytes = new byte[(int) buffer.length()];
            new BytePointer(buffer.data()).get(bytes);
            return OpDef.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new Unfit("TensorFlow does not tell what " + operation + " is");
        }
    }

    /** Adds the nodes of a flat graph that are not in this one yet. */
    public void add(FlatGraph flat) {
        add(
                flat.changed().isEmpty()
                        ? List.of()
                        : flat.nodes().values().stream()
                                .filter(n -> flat.changed().contains(n.getName()))
                                .toList());
    }

    /**
     * Adds nodes under their names, which must be free. They may read each other and all that is
     * here already.
     *
     * @throws Unfit if TensorFlow does not take them; then none is added
     */
    public void add(Collection<NodeDef> nodes) {
        if (nodes.isEmpty()) return;
        GraphDef added = GraphDef.newBuilder().setVersions(versions).addAllNode(nodes).build();
        Set<String> own = new HashSet<>();
        for (NodeDef node : nodes) own.add(node.getName());
        try (PointerScope scope = new PointerScope()) {
            TF_ImportGraphDefOptions options = TF_ImportGraphDefOptions.newImportGraphDefOptions();
            for (Map.Entry<Wire, TF_Output> read : outside(nodes, own).entrySet())
                tensorflow.TF_ImportGraphDefOptionsAddInputMapping(
                        options, read.getKey().node(), read.getKey().index(), read.getValue());
            TF_Status status = TF_Status.newStatus();
            TF_Buffer buffer = TF_Buffer.newBufferFromString(added);
            tensorflow.TF_GraphImportGraphDef(graph, buffer, options, status);
            check(status);
        }
    }

    private Map<Wire, TF_Output> outside(Collection<NodeDef> nodes, Set<String> own) {
        Map<Wire, TF_Output> reads = new HashMap<>();
        for (NodeDef node : nodes)
            for (Wire input : FlatGraph.inputs(node))
                if (!own.contains(input.node())) reads.computeIfAbsent(input, this::output);
        return reads;
    }

    /**
     * Adds TensorFlow's own gradients.
     *
     * @param path that no node of the graph has
     * @param of what is differentiated
     * @param arriving shaped like it: what its elements are weighted with
     * @param by what it is differentiated by
     * @return one for each of {@code by}; null where there is no gradient
     * @throws Unfit if there is an operation without one on the way
     */
    List<Wire> gradients(String path, Wire of, Wire arriving, List<Wire> by) {
        try (PointerScope scope = new PointerScope()) {
            TF_Output x = new TF_Output(by.size());
            for (int i = 0; i < by.size(); i++) {
                TF_Output from = output(by.get(i));
                x.position(i).oper(from.oper()).index(from.index());
            }
            TF_Output found = new TF_Output(by.size());
            TF_Status status = TF_Status.newStatus();
            tensorflow.TF_AddGradientsWithPrefix(
                    graph,
                    path,
                    output(of),
                    1,
                    x.position(0),
                    by.size(),
                    output(arriving),
                    status,
                    found);
            check(status);
            List<Wire> gradients = new ArrayList<>();
            for (int i = 0; i < by.size(); i++) gradients.add(wire(found.position(i)));
            return gradients;
        }
    }

    private static Wire wire(TF_Output output) {
        TF_Operation operation = output.oper();
        if (operation == null || operation.isNull()) return null;
        return new Wire(tensorflow.TF_OperationName(operation).getString(), output.index());
    }

    static void check(TF_Status status) {
        if (tensorflow.TF_GetCode(status) == OK) return;
        String message = tensorflow.TF_Message(status).getString();
        Matcher lacking = LACKING.matcher(message);
        if (lacking.find())
            throw new Unfit("TensorFlow has no gradient for the operation " + lacking.group(1));
        int end = message.indexOf('\n');
        throw new Unfit("TensorFlow says: " + (end < 0 ? message : message.substring(0, end)));
    }
}
