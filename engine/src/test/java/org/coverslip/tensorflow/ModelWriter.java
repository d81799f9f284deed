package org.coverslip.tensorflow;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Writes small SavedModels node by node, harmless and hostile ones. */
final class ModelWriter {

    final MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();

    ModelWriter() {
        graph.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion("2.16.1");
        graph.getGraphDefBuilder().getVersionsBuilder().setProducer(1882);
    }

    /** {@code y = x / 2 + 2} on float32 of any shape, as TensorFlow's own smallest example. */
    static ModelWriter halfPlusTwo() {
        ModelWriter model = new ModelWriter();
        model.node("x", "Placeholder").putAttr("dtype", type(DataType.DT_FLOAT));
        model.add(number("half", 0.5f), number("two", 2f));
        model.node("mul", "Mul", "x", "half").putAttr("T", type(DataType.DT_FLOAT));
        model.node("y", "AddV2", "mul", "two").putAttr("T", type(DataType.DT_FLOAT));
        return model.signature("serving_default", "x", "y", DataType.DT_FLOAT);
    }

    /** {@code y = Identity(x)} of one type. */
    static ModelWriter identity(DataType type) {
        ModelWriter model = new ModelWriter();
        model.node("x", "Placeholder").putAttr("dtype", type(type));
        model.node("y", "Identity", "x").putAttr("T", type(type));
        return model.signature("serving_default", "x", "y", type);
    }

    static NodeDef op(String name, String op, String... inputs) {
        return NodeDef.newBuilder().setName(name).setOp(op).addAllInput(List.of(inputs)).build();
    }

    static NodeDef with(NodeDef node, String attribute, AttrValue value) {
        return node.toBuilder().putAttr(attribute, value).build();
    }

    static NodeDef call(String name, String function, String... inputs) {
        AttrValue.ListValue.Builder types = AttrValue.ListValue.newBuilder();
        for (String input : inputs) if (!input.startsWith("^")) types.addType(DataType.DT_STRING);
        return op(name, "StatefulPartitionedCall", inputs).toBuilder()
                .putAttr("f", function(function))
                .putAttr("Tin", AttrValue.newBuilder().setList(types).build())
                .putAttr("Tout", AttrValue.newBuilder().setList(list()).build())
                .build();
    }

    static NodeDef text(String name, String value) {
        return constant(name, DataType.DT_STRING, b -> b.addStringVal(utf8(value)));
    }

    static NodeDef number(String name, float value) {
        return constant(name, DataType.DT_FLOAT, b -> b.addFloatVal(value));
    }

    private static NodeDef constant(
            String name, DataType type, java.util.function.Consumer<TensorProto.Builder> value) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setDtype(type)
                        .setTensorShape(TensorShapeProto.getDefaultInstance());
        value.accept(tensor);
        return NodeDef.newBuilder()
                .setName(name)
                .setOp("Const")
                .putAttr("dtype", type(type))
                .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build())
                .build();
    }

    static AttrValue type(DataType type) {
        return AttrValue.newBuilder().setType(type).build();
    }

    static AttrValue string(String value) {
        return AttrValue.newBuilder().setS(utf8(value)).build();
    }

    static AttrValue function(String name) {
        return AttrValue.newBuilder().setFunc(NameAttrList.newBuilder().setName(name)).build();
    }

    private static AttrValue.ListValue list() {
        return AttrValue.ListValue.getDefaultInstance();
    }

    private static ByteString utf8(String value) {
        return ByteString.copyFromUtf8(value);
    }

    NodeDef.Builder node(String name, String op, String... inputs) {
        return graph.getGraphDefBuilder().addNodeBuilder().mergeFrom(op(name, op, inputs));
    }

    ModelWriter add(NodeDef... nodes) {
        graph.getGraphDefBuilder().addAllNode(Arrays.asList(nodes));
        return this;
    }

    /** Makes an existing node wait for others, so that whoever runs it runs them too. */
    ModelWriter after(String node, String... controls) {
        for (NodeDef.Builder n : graph.getGraphDefBuilder().getNodeBuilderList())
            if (n.getName().equals(node)) for (String c : controls) n.addInput("^" + c);
        return this;
    }

    /** Adds a function of text arguments without results. */
    FunctionDef.Builder define(String name, List<String> arguments, NodeDef... body) {
        OpDef.Builder signature = OpDef.newBuilder().setName(name).setIsStateful(true);
        for (String argument : arguments)
            signature.addInputArgBuilder().setName(argument).setType(DataType.DT_STRING);
        return graph.getGraphDefBuilder()
                .getLibraryBuilder()
                .addFunctionBuilder()
                .setSignature(signature)
                .addAllNodeDef(Arrays.asList(body));
    }

    ModelWriter signature(String key, String input, String output, DataType type) {
        TensorShapeProto any = TensorShapeProto.newBuilder().setUnknownRank(true).build();
        TensorInfo.Builder info = TensorInfo.newBuilder().setDtype(type).setTensorShape(any);
        graph.putSignatureDef(
                key,
                SignatureDef.newBuilder()
                        .putInputs("x", info.setName(input + ":0").build())
                        .putOutputs("y", info.setName(output + ":0").build())
                        .build());
        return this;
    }

    /** What TensorFlow 2 runs after loading. */
    ModelWriter initialisedBy(String node) {
        graph.putSignatureDef(
                "__saved_model_init_op",
                SignatureDef.newBuilder()
                        .putOutputs(
                                "__saved_model_init_op",
                                TensorInfo.newBuilder().setName(node).build())
                        .build());
        return this;
    }

    ModelWriter asset(String tensor, String file) {
        graph.addAssetFileDefBuilder()
                .setFilename(file)
                .setTensorInfo(TensorInfo.newBuilder().setName(tensor));
        return this;
    }

    Path write(Path folder) {
        SavedModel model =
                SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(graph).build();
        try {
            Files.createDirectories(folder);
            try (OutputStream out = Files.newOutputStream(folder.resolve("saved_model.pb"))) {
                model.writeTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return folder;
    }
}
