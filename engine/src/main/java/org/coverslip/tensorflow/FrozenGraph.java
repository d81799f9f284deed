package org.coverslip.tensorflow;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.Tensor;
import org.tensorflow.Graph;
import org.tensorflow.Operation;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/**
 * Wraps a frozen graph ({@code .pb}: nodes with their weights as constants, no signature) into a
 * SavedModel with one signature.
 */
final class FrozenGraph {

    private static final long LARGEST = 2L << 30;
    private static final Set<String> VARIABLES = Set.of("VariableV2", "Variable", "VarHandleOp");
    private static final Set<String> NO_RESULTS = Set.of("Const", "Placeholder", "NoOp", "Assert");

    private final Path file;
    private final GraphDef graph;

    private FrozenGraph(Path file, GraphDef graph) {
        this.file = file;
        this.graph = graph;
    }

    /**
     * Reads the nodes; nothing is run.
     *
     * @throws RefusedException if the file is no graph, or one whose weights are elsewhere
     */
    static FrozenGraph read(Path file) {
        GraphDef graph;
        try {
            if (Files.size(file) > LARGEST) {
                throw new RefusedException(
                        file, "it is larger than 2 GB", "export the model as a SavedModel");
            }
            graph = GraphDef.parseFrom(Files.readAllBytes(file));
        } catch (InvalidProtocolBufferException e) {
            throw new RefusedException(
                    file, "it is damaged or no frozen graph", "fetch or export it again", e);
        } catch (IOException e) {
            throw new RefusedException(file, "it cannot be read", "check its permissions", e);
        }
        if (graph.getNodeCount() == 0) {
            throw new RefusedException(file, "it holds no nodes", "fetch or export it again");
        }
        for (NodeDef node : graph.getNodeList()) {
            if (!VARIABLES.contains(node.getOp())) continue;
            throw new RefusedException(
                    file,
                    "it is not frozen: the weights of " + node.getName() + " are not in it",
                    "freeze it, or export the model as a SavedModel");
        }
        return new FrozenGraph(file, graph);
    }

    /**
     * The same graph with values in the place of placeholders.
     *
     * @throws RefusedException if there is no such placeholder, or it is not for numbers
     */
    FrozenGraph with(Map<String, Tensor> constants) {
        if (constants.isEmpty()) return this;
        List<String> known = placeholders();
        for (String name : constants.keySet()) {
            if (known.contains(name)) continue;
            throw new RefusedException(
                    file,
                    "there is no placeholder " + name,
                    "its placeholders are " + String.join(", ", known));
        }
        GraphDef.Builder changed = graph.toBuilder();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeDef node = graph.getNode(i);
            Tensor value = constants.get(node.getName());
            if (value != null) changed.setNode(i, constant(node, value));
        }
        return new FrozenGraph(file, changed.build());
    }

    private NodeDef constant(NodeDef placeholder, Tensor value) {
        DataType type = placeholder.getAttrOrThrow("dtype").getType();
        TensorProto.Builder proto = TensorProto.newBuilder().setDtype(type);
        proto.setTensorShape(proto(Shape.of(value.shape())));
        for (int i = 0; i < value.size(); i++) {
            double v = value.get(i);
            switch (type) {
                case DT_FLOAT -> proto.addFloatVal((float) v);
                case DT_DOUBLE -> proto.addDoubleVal(v);
                case DT_INT32 -> proto.addIntVal((int) v);
                case DT_INT64 -> proto.addInt64Val((long) v);
                case DT_BOOL -> proto.addBoolVal(v != 0);
                default ->
                        throw new RefusedException(
                                file,
                                "its placeholder " + placeholder.getName() + " is " + type,
                                "export the model with that input fixed");
            }
        }
        return NodeDef.newBuilder()
                .setName(placeholder.getName())
                .setOp("Const")
                .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
                .putAttr("value", AttrValue.newBuilder().setTensor(proto).build())
                .build();
    }

    /**
     * Writes the SavedModel.
     *
     * @param inputs names of nodes, with {@code :0} or without; empty: all placeholders
     * @param outputs likewise; empty: all nodes whose result nobody uses
     * @param folder must not exist or be empty; nothing is left on failure
     */
    ImportedNetwork write(List<String> inputs, List<String> outputs, Path folder) {
        List<String> in = inputs.isEmpty() ? placeholders() : inputs;
        List<String> out = outputs.isEmpty() ? ends() : outputs;
        MetaGraphDef unsigned = meta(SignatureDef.getDefaultInstance());
        // NB: importing a graph already runs what TensorFlow can fold.
        List<String> dangers = GraphCheck.dangers(unsigned, List.of(plain(out)));
        if (!dangers.isEmpty()) {
            throw new RefusedException(
                    file,
                    "it reaches outside its graph: " + String.join(", ", dangers),
                    "use a model whose source you trust, as a SavedModel with trust=true");
        }
        Map<String, TensorInfo> from = new LinkedHashMap<>();
        Map<String, TensorInfo> to = new LinkedHashMap<>();
        try (Graph native_ = new Graph()) {
            native_.importGraphDef(graph);
            for (String name : in) from.put(key(name), info(native_, name));
            for (String name : out) to.put(key(name), info(native_, name));
        }
        SignatureDef signature =
                SignatureDef.newBuilder()
                        .putAllInputs(from)
                        .putAllOutputs(to)
                        .setMethodName("tensorflow/serving/predict")
                        .build();
        save(meta(signature), folder);
        return new ImportedNetwork(
                key(file.getFileName().toString().replaceAll("\\.pb$", "")),
                ports(from),
                ports(to),
                "frozen graph",
                List.of());
    }

    private List<String> placeholders() {
        List<String> names =
                graph.getNodeList().stream()
                        .filter(n -> n.getOp().equals("Placeholder"))
                        .map(NodeDef::getName)
                        .toList();
        if (!names.isEmpty()) return names;
        throw new RefusedException(file, "it has no placeholder", "name its inputs");
    }

    private List<String> ends() {
        Set<String> used = new HashSet<>();
        for (NodeDef node : graph.getNodeList()) {
            node.getInputList().forEach(i -> used.add(i.replaceFirst("^\\^", "").split(":")[0]));
        }
        List<String> names =
                graph.getNodeList().stream()
                        .filter(n -> !used.contains(n.getName()))
                        .filter(n -> !NO_RESULTS.contains(n.getOp()))
                        .map(NodeDef::getName)
                        .toList();
        if (!names.isEmpty() && names.size() <= 8) return names;
        throw new RefusedException(
                file, "it has " + names.size() + " ends", "name its outputs, a,b,c");
    }

    private static SignatureDef plain(List<String> outputs) {
        SignatureDef.Builder signature = SignatureDef.newBuilder();
        for (String name : outputs) {
            signature.putOutputs(key(name), TensorInfo.newBuilder().setName(tensor(name)).build());
        }
        return signature.build();
    }

    private static String tensor(String name) {
        return name.contains(":") ? name : name + ":0";
    }

    /** NB: keys of a signature become names in bundles and tables: no slashes, no colons. */
    private static String key(String name) {
        return name.replaceFirst(":0$", "").replaceAll("[/:]", "_");
    }

    private TensorInfo info(Graph native_, String name) {
        String[] parts = tensor(name).split(":");
        Operation node = native_.operation(parts[0]);
        int index = parts[1].matches("\\d{1,3}") ? Integer.parseInt(parts[1]) : -1;
        if (node == null || index < 0 || index >= node.numOutputs()) {
            List<String> known = new ArrayList<>(placeholders());
            throw new RefusedException(
                    file,
                    "there is no node " + name,
                    "its placeholders are " + String.join(", ", known));
        }
        Output<?> output = node.output(index);
        return TensorInfo.newBuilder()
                .setName(parts[0] + ":" + index)
                .setDtypeValue(output.dataType().getNumber())
                .setTensorShape(proto(output.shape()))
                .build();
    }

    private static TensorShapeProto proto(Shape shape) {
        TensorShapeProto.Builder proto = TensorShapeProto.newBuilder();
        if (shape.isUnknown()) return proto.setUnknownRank(true).build();
        for (long n : shape.asArray()) {
            proto.addDim(TensorShapeProto.Dim.newBuilder().setSize(Math.max(-1, n)));
        }
        return proto.build();
    }

    private static List<ImportedNetwork.Port> ports(Map<String, TensorInfo> infos) {
        List<ImportedNetwork.Port> ports = new ArrayList<>();
        infos.forEach(
                (name, info) -> {
                    TensorShapeProto shape = info.getTensorShape();
                    List<Long> sizes =
                            shape.getUnknownRank()
                                    ? null
                                    : shape.getDimList().stream()
                                            .map(TensorShapeProto.Dim::getSize)
                                            .toList();
                    var tensor =
                            new org.coverslip.network.TensorInfo(
                                    name, ElementTypes.of(info.getDtypeValue()), sizes);
                    ports.add(new ImportedNetwork.Port(tensor, "", ""));
                });
        return ports;
    }

    private MetaGraphDef meta(SignatureDef signature) {
        return MetaGraphDef.newBuilder()
                .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                .setGraphDef(graph)
                .putSignatureDef("serving_default", signature)
                .build();
    }

    private static void save(MetaGraphDef meta, Path folder) {
        SavedModel model =
                SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
        try {
            org.coverslip.tensorflow.keras.graph.SavedModelFolder.write(model, folder);
        } catch (IOException e) {
            throw new RefusedException(
                    folder,
                    "it cannot be written (" + e.getMessage() + ")",
                    "name a new folder with enough room",
                    e);
        }
    }
}
