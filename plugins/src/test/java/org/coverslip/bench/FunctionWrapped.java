package org.coverslip.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.TensorFlow;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;

/**
 * Rewrites an imported network as Keras in TensorFlow 2 saves one: weights are variables of the
 * main graph, the layers are in a function, the signature calls a function that calls that one. The
 * variables get their values from the initialisation instead of a checkpoint.
 */
final class FunctionWrapped {

    private static final String INIT = "__saved_model_init_op";
    private static final String CALL = "StatefulPartitionedCall";
    private static final int SMALLEST_WEIGHT = 64;

    private final GraphDef.Builder main = GraphDef.newBuilder();
    private final List<NodeDef> body = new ArrayList<>();
    private final List<String> variables = new ArrayList<>();
    private final Map<String, String> results = new HashMap<>();

    private FunctionWrapped() {}

    /**
     * @param flat folder of a network of one input and one output without functions
     * @param target folder to write
     */
    static void write(Path flat, Path target) throws IOException {
        byte[] bytes = Files.readAllBytes(flat.resolve("saved_model.pb"));
        MetaGraphDef graph = SavedModel.parseFrom(bytes).getMetaGraphs(0);
        MetaGraphDef wrapped = new FunctionWrapped().wrap(graph);
        Files.createDirectories(target);
        try (OutputStream out = Files.newOutputStream(target.resolve("saved_model.pb"))) {
            SavedModel.newBuilder()
                    .setSavedModelSchemaVersion(1)
                    .addMetaGraphs(wrapped)
                    .build()
                    .writeTo(out);
        }
    }

    private MetaGraphDef wrap(MetaGraphDef graph) {
        Map<String, String> firstOutputs = new HashMap<>();
        for (OpDef op : TensorFlow.registeredOpList().getOpList())
            if (op.getOutputArgCount() > 0)
                firstOutputs.put(op.getName(), op.getOutputArg(0).getName());
        NodeDef.Builder init = NodeDef.newBuilder().setName("init").setOp("NoOp");
        String input = "";
        for (NodeDef node : graph.getGraphDef().getNodeList()) {
            if (node.getOp().equals("Placeholder")) {
                main.addNode(node);
                input = node.getName();
                results.put(input, "inputs");
            } else if (isWeight(node)) {
                init.addInput("^" + variable(node));
            } else {
                NodeDef.Builder copy = node.toBuilder().clearInput();
                for (String read : node.getInputList()) copy.addInput(results.get(read));
                body.add(copy.build());
                results.put(
                        node.getName(),
                        node.getName() + ":" + firstOutputs.get(node.getOp()) + ":0");
            }
        }
        main.addNode(init);
        SignatureDef signature = graph.getSignatureDefOrThrow("serving_default");
        var output = signature.getOutputsMap().entrySet().iterator().next();
        String last = output.getValue().getName().replaceFirst(":0$", "");
        function("wrapped_model", results.get(last), body);
        function(
                "signature_wrapper",
                CALL + ":output:0",
                List.of(call("wrapped_model", "inputs", true)));
        main.addNode(call("signature_wrapper", input, false));
        main.setVersions(graph.getGraphDef().getVersions());
        var initialised = org.tensorflow.proto.TensorInfo.newBuilder().setName("init").build();
        return graph.toBuilder()
                .setGraphDef(main)
                .putSignatureDef(
                        "serving_default",
                        signature.toBuilder()
                                .putOutputs(
                                        output.getKey(),
                                        output.getValue().toBuilder().setName(CALL + ":0").build())
                                .build())
                .putSignatureDef(
                        INIT, SignatureDef.newBuilder().putOutputs(INIT, initialised).build())
                .build();
    }

    private static boolean isWeight(NodeDef node) {
        return node.getOp().equals("Const")
                && node.getAttrOrThrow("dtype").getType() == DataType.DT_FLOAT
                && node.getAttrOrThrow("value").getTensor().getTensorContent().size()
                        >= 4 * SMALLEST_WEIGHT;
    }

    /** Makes a constant the first value of a variable; gives the operation that assigns it. */
    private String variable(NodeDef node) {
        String name = node.getName();
        AttrValue type = node.getAttrOrThrow("dtype");
        main.addNode(node.toBuilder().setName(name + "/initial"));
        main.addNodeBuilder()
                .setName(name)
                .setOp("VarHandleOp")
                .putAttr("dtype", type)
                .putAttr(
                        "shape",
                        AttrValue.newBuilder()
                                .setShape(node.getAttrOrThrow("value").getTensor().getTensorShape())
                                .build())
                .putAttr(
                        "shared_name",
                        AttrValue.newBuilder()
                                .setS(com.google.protobuf.ByteString.copyFromUtf8(name))
                                .build());
        main.addNodeBuilder()
                .setName(name + "/assign")
                .setOp("AssignVariableOp")
                .addInput(name)
                .addInput(name + "/initial")
                .putAttr("dtype", type);
        body.add(
                NodeDef.newBuilder()
                        .setName(name)
                        .setOp("ReadVariableOp")
                        .addInput("v" + variables.size())
                        .putAttr("dtype", type)
                        .build());
        results.put(name, name + ":value:0");
        variables.add(name);
        return name + "/assign";
    }

    private void function(String name, String result, List<NodeDef> nodes) {
        OpDef.Builder signature = OpDef.newBuilder().setName(name).setIsStateful(true);
        signature.addInputArgBuilder().setName("inputs").setType(DataType.DT_FLOAT);
        for (int i = 0; i < variables.size(); i++)
            signature.addInputArgBuilder().setName("v" + i).setType(DataType.DT_RESOURCE);
        signature.addOutputArgBuilder().setName("result").setType(DataType.DT_FLOAT);
        main.getLibraryBuilder()
                .addFunction(
                        FunctionDef.newBuilder()
                                .setSignature(signature)
                                .addAllNodeDef(nodes)
                                .putRet("result", result));
    }

    private NodeDef call(String function, String input, boolean inside) {
        AttrValue.ListValue.Builder types = AttrValue.ListValue.newBuilder();
        NodeDef.Builder call = NodeDef.newBuilder().setName(CALL).setOp(CALL).addInput(input);
        types.addType(DataType.DT_FLOAT);
        for (int i = 0; i < variables.size(); i++) {
            call.addInput(inside ? "v" + i : variables.get(i));
            types.addType(DataType.DT_RESOURCE);
        }
        var result = AttrValue.ListValue.newBuilder().addType(DataType.DT_FLOAT);
        return call.putAttr("Tin", AttrValue.newBuilder().setList(types).build())
                .putAttr("Tout", AttrValue.newBuilder().setList(result).build())
                .putAttr(
                        "f",
                        AttrValue.newBuilder()
                                .setFunc(NameAttrList.newBuilder().setName(function))
                                .build())
                .build();
    }
}
