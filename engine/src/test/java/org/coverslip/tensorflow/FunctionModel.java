package org.coverslip.tensorflow;

import static org.coverslip.tensorflow.SmallModel.extents;
import static org.coverslip.tensorflow.SmallModel.flag;
import static org.coverslip.tensorflow.SmallModel.list;
import static org.coverslip.tensorflow.SmallModel.number;
import static org.coverslip.tensorflow.SmallModel.type;
import static org.coverslip.tensorflow.SmallModel.types;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/**
 * A small classifier laid out as Keras in TensorFlow 2 saves one: the signature calls a function,
 * which calls another that holds the layers; weights are variables of the main graph, handed over
 * as resources; control edges tie the result to the reads. Eight by eight pixels of three channels,
 * four classes.
 */
final class FunctionModel {

    private static final String[] VARIABLES = {
        "conv1/kernel",
        "conv1/bias",
        "bn/gamma",
        "bn/beta",
        "bn/mean",
        "bn/variance",
        "conv2/kernel",
        "dense/kernel",
        "dense/bias"
    };
    private static final long[][] SHAPES = {
        {3, 3, 3, 6}, {6}, {6}, {6}, {6}, {6}, {3, 3, 6, 5}, {5, 4}, {4}
    };

    private final SmallModel model = new SmallModel(-1, 8, 8, 3);
    private final List<NodeDef> body = new ArrayList<>();

    private FunctionModel() {}

    static Path write(Path folder) {
        FunctionModel written = new FunctionModel();
        written.variables();
        written.layers();
        written.functions();
        return written.model.write(folder, "StatefulPartitionedCall");
    }

    private void variables() {
        ModelWriter graph = model.writer();
        String[] assigned = new String[VARIABLES.length];
        for (int i = 0; i < VARIABLES.length; i++) {
            String weights = model.weights("initial_" + i, SHAPES[i]);
            if (VARIABLES[i].endsWith("variance"))
                weights = model.op("positive", "Exp", weights).getName();
            graph.node(VARIABLES[i], "VarHandleOp")
                    .putAttr("dtype", type(DataType.DT_FLOAT))
                    .putAttr("shape", extents(SHAPES[i]))
                    .putAttr("shared_name", ModelWriter.string(VARIABLES[i]));
            assigned[i] = "^assign_" + i;
            graph.node("assign_" + i, "AssignVariableOp", VARIABLES[i], weights)
                    .putAttr("dtype", type(DataType.DT_FLOAT));
        }
        graph.node("init", "NoOp", assigned);
        graph.initialisedBy("init");
    }

    private void layers() {
        for (int i = 0; i < VARIABLES.length; i++)
            add("model/" + VARIABLES[i] + "/Read", "ReadVariableOp", "v" + i)
                    .putAttr("dtype", type(DataType.DT_FLOAT));
        convolution("model/conv1/Conv2D", "inputs", "model/conv1/kernel/Read:value:0", 1);
        layer(
                "model/conv1/BiasAdd",
                "BiasAdd",
                "model/conv1/Conv2D:output:0",
                "model/conv1/bias/Read:value:0");
        layer(
                        "model/bn/FusedBatchNormV3",
                        "FusedBatchNormV3",
                        "model/conv1/BiasAdd:output:0",
                        "model/bn/gamma/Read:value:0",
                        "model/bn/beta/Read:value:0",
                        "model/bn/mean/Read:value:0",
                        "model/bn/variance/Read:value:0")
                .putAttr("U", type(DataType.DT_FLOAT))
                .putAttr("epsilon", number(1e-3f))
                .putAttr("is_training", flag(false));
        layer("model/act/Softplus", "Softplus", "model/bn/FusedBatchNormV3:y:0");
        // NB: a custom gradient in Python leaves such a node; here x times its sigmoid.
        layer("model/swish/Sigmoid", "Sigmoid", "model/act/Softplus:activations:0");
        layer(
                "model/swish/mul",
                "Mul",
                "model/act/Softplus:activations:0",
                "model/swish/Sigmoid:y:0");
        add(
                        "model/swish/IdentityN",
                        "IdentityN",
                        "model/swish/mul:z:0",
                        "model/act/Softplus:activations:0")
                .putAttr("T", types(DataType.DT_FLOAT, DataType.DT_FLOAT));
        convolution(
                "model/conv2/Conv2D",
                "model/swish/IdentityN:output:0",
                "model/conv2/kernel/Read:value:0",
                2);
        layer("model/conv2/Tanh", "Tanh", "model/conv2/Conv2D:output:0");
        add("axes", "Const").putAttr("dtype", type(DataType.DT_INT32)).putAttr("value", axes());
        layer("model/pool/Mean", "Mean", "model/conv2/Tanh:y:0", "axes:output:0")
                .putAttr("Tidx", type(DataType.DT_INT32));
        layer(
                "model/dense/MatMul",
                "MatMul",
                "model/pool/Mean:output:0",
                "model/dense/kernel/Read:value:0");
        layer(
                "model/dense/BiasAdd",
                "BiasAdd",
                "model/dense/MatMul:product:0",
                "model/dense/bias/Read:value:0");
        layer("model/dense/Softmax", "Softmax", "model/dense/BiasAdd:output:0");
        add("NoOp", "NoOp", "^model/conv1/kernel/Read", "^model/dense/kernel/Read");
        layer("Identity", "Identity", "model/dense/Softmax:softmax:0", "^NoOp");
    }

    private static org.tensorflow.proto.AttrValue axes() {
        var tensor =
                org.tensorflow.proto.TensorProto.newBuilder()
                        .setDtype(DataType.DT_INT32)
                        .setTensorShape(SmallModel.shape(2))
                        .addIntVal(1)
                        .addIntVal(2);
        return org.tensorflow.proto.AttrValue.newBuilder().setTensor(tensor).build();
    }

    private void convolution(String name, String input, String kernel, int dilation) {
        layer(name, "Conv2D", input, kernel)
                .putAttr("strides", list(1, 1, 1, 1))
                .putAttr("padding", ModelWriter.string("SAME"))
                .putAttr("dilations", list(1, dilation, dilation, 1));
    }

    private Layer layer(String name, String op, String... inputs) {
        return add(name, op, inputs).putAttr("T", type(DataType.DT_FLOAT));
    }

    private Layer add(String name, String op, String... inputs) {
        body.add(ModelWriter.op(name, op, inputs));
        return new Layer(body.size() - 1);
    }

    /** The last node, to which attributes are added. */
    private final class Layer {
        private final int at;

        Layer(int at) {
            this.at = at;
        }

        Layer putAttr(String name, org.tensorflow.proto.AttrValue value) {
            body.set(at, ModelWriter.with(body.get(at), name, value));
            return this;
        }
    }

    private void functions() {
        function("__inference_wrapped_model", "Identity:output:0", body);
        List<NodeDef> call = new ArrayList<>();
        call.add(call("StatefulPartitionedCall", "__inference_wrapped_model", "inputs", "v"));
        call.add(ModelWriter.op("NoOp", "NoOp", "^StatefulPartitionedCall"));
        call.add(
                ModelWriter.with(
                        ModelWriter.op(
                                "Identity",
                                "Identity",
                                "StatefulPartitionedCall:output:0",
                                "^NoOp"),
                        "T",
                        type(DataType.DT_FLOAT)));
        function("__inference_signature_wrapper", "Identity:output:0", call);
        NodeDef main = call("StatefulPartitionedCall", "__inference_signature_wrapper", "x", "");
        model.writer().add(main);
    }

    private void function(String name, String result, List<NodeDef> nodes) {
        OpDef.Builder signature = OpDef.newBuilder().setName(name).setIsStateful(true);
        signature.addInputArgBuilder().setName("inputs").setType(DataType.DT_FLOAT);
        for (int i = 0; i < VARIABLES.length; i++)
            signature.addInputArgBuilder().setName("v" + i).setType(DataType.DT_RESOURCE);
        signature.addOutputArgBuilder().setName("identity").setType(DataType.DT_FLOAT);
        model.writer()
                .graph
                .getGraphDefBuilder()
                .getLibraryBuilder()
                .addFunction(
                        FunctionDef.newBuilder()
                                .setSignature(signature)
                                .addAllNodeDef(nodes)
                                .putRet("identity", result));
    }

    private static NodeDef call(String name, String function, String input, String variable) {
        List<String> inputs = new ArrayList<>(List.of(input));
        List<DataType> given = new ArrayList<>(List.of(DataType.DT_FLOAT));
        for (int i = 0; i < VARIABLES.length; i++) {
            inputs.add(variable.isEmpty() ? VARIABLES[i] : variable + i);
            given.add(DataType.DT_RESOURCE);
        }
        return ModelWriter.op(name, "StatefulPartitionedCall", inputs.toArray(String[]::new))
                .toBuilder()
                .putAttr("f", ModelWriter.function(function))
                .putAttr("Tin", types(given.toArray(DataType[]::new)))
                .putAttr("Tout", types(DataType.DT_FLOAT))
                .build();
    }
}
