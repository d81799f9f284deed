package org.coverslip.segment;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.proto.TensorProto;
import org.tensorflow.proto.TensorShapeProto;

/** Writes SavedModels of layers in three dimensions, node by node, weights as constants. */
final class VoxelGraph {

    private static final AttrValue FLOAT =
            AttrValue.newBuilder().setType(DataType.DT_FLOAT).build();
    private static final AttrValue INT = AttrValue.newBuilder().setType(DataType.DT_INT32).build();

    private final MetaGraphDef.Builder graph = MetaGraphDef.newBuilder();

    VoxelGraph() {
        graph.getMetaInfoDefBuilder().addTags("serve").setTensorflowVersion("2.16.1");
        graph.getGraphDefBuilder().getVersionsBuilder().setProducer(1882);
        node("x", "Placeholder").putAttr("dtype", FLOAT);
    }

    private NodeDef.Builder node(String name, String op, String... inputs) {
        return graph.getGraphDefBuilder()
                .addNodeBuilder()
                .setName(name)
                .setOp(op)
                .addAllInput(List.of(inputs));
    }

    private String numbers(String name, float[] values, int... shape) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : values) bytes.putFloat(v);
        return constant(name, DataType.DT_FLOAT, bytes, shape);
    }

    private String integers(String name, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int v : values) bytes.putInt(v);
        return constant(name, DataType.DT_INT32, bytes, values.length);
    }

    private String constant(String name, DataType type, ByteBuffer bytes, int... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (int n : shape) dims.addDimBuilder().setSize(n);
        TensorProto tensor =
                TensorProto.newBuilder()
                        .setDtype(type)
                        .setTensorShape(dims)
                        .setTensorContent(ByteString.copyFrom(bytes.array()))
                        .build();
        node(name, "Const")
                .putAttr("dtype", AttrValue.newBuilder().setType(type).build())
                .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build());
        return name;
    }

    private static AttrValue list(int... values) {
        AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
        for (int v : values) list.addI(v);
        return AttrValue.newBuilder().setList(list).build();
    }

    private static AttrValue text(String value) {
        return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
    }

    /**
     * @param kernel [z][y][x][in][out]
     */
    VoxelGraph conv(
            String name,
            String from,
            float[] kernel,
            int[] shape,
            float[] bias,
            int strideZ,
            int stride,
            String padding) {
        node(name + "/conv", "Conv3D", from, numbers(name + "/kernel", kernel, shape))
                .putAttr("T", FLOAT)
                .putAttr("strides", list(1, strideZ, stride, stride, 1))
                .putAttr("padding", text(padding));
        node(name, "AddV2", name + "/conv", numbers(name + "/bias", bias, bias.length))
                .putAttr("T", FLOAT);
        return this;
    }

    /** Relu, Softmax, Sigmoid and their kin. */
    VoxelGraph activation(String name, String op, String from) {
        node(name, op, from).putAttr("T", FLOAT);
        return this;
    }

    VoxelGraph halve(String name, String from) {
        node(name, "MaxPool3D", from)
                .putAttr("T", FLOAT)
                .putAttr("ksize", list(1, 2, 2, 2, 1))
                .putAttr("strides", list(1, 2, 2, 2, 1))
                .putAttr("padding", text("VALID"));
        return this;
    }

    /**
     * Doubles by a transposed convolution, to the shape of another node.
     *
     * @param kernel [2][2][2][out][in]
     */
    VoxelGraph twice(String name, String from, String like, float[] kernel, int out, int in) {
        node(name + "/shape", "Shape", like).putAttr("T", FLOAT).putAttr("out_type", INT);
        node(
                        name,
                        "Conv3DBackpropInputV2",
                        name + "/shape",
                        numbers(name + "/kernel", kernel, 2, 2, 2, out, in),
                        from)
                .putAttr("T", FLOAT)
                .putAttr("Tshape", INT)
                .putAttr("strides", list(1, 2, 2, 2, 1))
                .putAttr("padding", text("SAME"));
        return this;
    }

    VoxelGraph join(String name, String a, String b) {
        node(name, "ConcatV2", a, b, integers(name + "/axis", -1))
                .putAttr("T", FLOAT)
                .putAttr("Tidx", INT)
                .putAttr("N", AttrValue.newBuilder().setI(2).build());
        // NB: the axis is a scalar.
        NodeDef.Builder axis =
                graph.getGraphDefBuilder().getNodeBuilderList().stream()
                        .filter(n -> n.getName().equals(name + "/axis"))
                        .findFirst()
                        .orElseThrow();
        AttrValue.Builder value = axis.getAttrOrThrow("value").toBuilder();
        value.getTensorBuilder().clearTensorShape().getTensorShapeBuilder();
        axis.putAttr("value", value.build());
        return this;
    }

    VoxelGraph transpose(String name, String from, int... order) {
        node(name, "Transpose", from, integers(name + "/order", order))
                .putAttr("T", FLOAT)
                .putAttr("Tperm", INT);
        return this;
    }

    /**
     * @param shape of the input; -1: any
     */
    void write(Path folder, String output, int[] shape, int... outputShape) {
        graph.putSignatureDef(
                "serving_default",
                SignatureDef.newBuilder()
                        .setMethodName("tensorflow/serving/predict")
                        .putInputs("x", info("x:0", shape))
                        .putOutputs("p", info(output + ":0", outputShape))
                        .build());
        try {
            Files.createDirectories(folder);
            try (OutputStream out = Files.newOutputStream(folder.resolve("saved_model.pb"))) {
                SavedModel.newBuilder()
                        .setSavedModelSchemaVersion(1)
                        .addMetaGraphs(graph)
                        .build()
                        .writeTo(out);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TensorInfo info(String name, int[] shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (int n : shape) dims.addDimBuilder().setSize(n);
        return TensorInfo.newBuilder()
                .setName(name)
                .setDtype(DataType.DT_FLOAT)
                .setTensorShape(dims)
                .build();
    }
}
