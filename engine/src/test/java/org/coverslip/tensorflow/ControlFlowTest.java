package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.coverslip.RefusedException;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.OpDef;

/** What cannot be opened or differentiated is said, and the network still runs. */
class ControlFlowTest {

    private static final Map<String, Tensor> X = Map.of("x", Tensor.of(new float[] {2, 3}, 2));

    private static final AttrValue FLOAT = SmallModel.type(DataType.DT_FLOAT);

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @Test
    void aBranchIsRunButNotDifferentiated() {
        SmallModel model = new SmallModel(2);
        model.op("before", "Tanh", "x");
        model.writer().add(ModelWriter.number("one", 1), ModelWriter.number("two", 2));
        model.op("truth", "Less", "one", "two");
        branch(model, "then", "Exp");
        branch(model, "else", "Neg");
        model.writer()
                .node("branch", "StatelessIf", "truth", "before")
                .putAttr("Tcond", SmallModel.type(DataType.DT_BOOL))
                .putAttr("Tin", SmallModel.types(DataType.DT_FLOAT))
                .putAttr("Tout", SmallModel.types(DataType.DT_FLOAT))
                .putAttr("then_branch", ModelWriter.function("then"))
                .putAttr("else_branch", ModelWriter.function("else"));
        model.op("after", "Softplus", "branch");
        model.op("twice", "AddV2", "after", "after");
        try (Network network = open(model, "twice")) {
            assertThat(network.run(X, List.of("after")).get("y"))
                    .isEqualTo(network.run(X).get("y"));
            try (var gradient = network.gradient("y", "after")) {
                Tensor ones = Tensor.of(new float[] {1, 1}, 2);
                assertThat(gradient.run(X, ones).gradient().floats()).containsExactly(2, 2);
            }
            refused(() -> network.gradient("y", "before"), "control flow (StatelessIf) lies");
        }
    }

    private static void branch(SmallModel model, String name, String op) {
        OpDef.Builder signature = OpDef.newBuilder().setName(name);
        signature.addInputArgBuilder().setName("v").setType(DataType.DT_FLOAT);
        signature.addOutputArgBuilder().setName("r").setType(DataType.DT_FLOAT);
        model.writer()
                .graph
                .getGraphDefBuilder()
                .getLibraryBuilder()
                .addFunctionBuilder()
                .setSignature(signature)
                .addNodeDef(ModelWriter.with(ModelWriter.op("n", op, "v"), "T", FLOAT))
                .putRet("r", "n:y:0");
    }

    @Test
    void aLoopOfTensorFlow1IsNotOpened() {
        SmallModel model = new SmallModel();
        AttrValue frame = ModelWriter.string("loop");
        model.writer().add(ModelWriter.number("limit", 100));
        model.op("enter", "Enter", "x").putAttr("frame_name", frame);
        model.op("merge", "Merge", "enter", "next").putAttr("N", SmallModel.integer(2));
        model.op("end", "Enter", "limit")
                .putAttr("frame_name", frame)
                .putAttr("is_constant", SmallModel.flag(true));
        model.op("less", "Less", "merge", "end");
        model.writer().node("go", "LoopCond", "less");
        model.op("switch", "Switch", "merge", "go");
        model.op("exit", "Exit", "switch:0");
        model.op("double", "AddV2", "switch:1", "switch:1");
        model.op("next", "NextIteration", "double");
        try (Network network = open(model, "exit")) {
            refused(network::layers, "its layers cannot be shown: its graph has a loop at");
            refused(() -> network.gradient("y", "x"), "its graph has a loop at");
        }
    }

    @Test
    void aNetworkThatWritesItsVariablesIsNotOpened() {
        SmallModel model = new SmallModel(2);
        model.writer()
                .node("count", "VarHandleOp")
                .putAttr("dtype", FLOAT)
                .putAttr("shape", SmallModel.extents());
        model.writer().add(ModelWriter.number("zero", 0), ModelWriter.number("one", 1));
        model.writer().node("start", "AssignVariableOp", "count", "zero").putAttr("dtype", FLOAT);
        model.writer().node("init", "NoOp", "^start");
        model.writer().initialisedBy("init");
        model.writer().node("add", "AssignAddVariableOp", "count", "one").putAttr("dtype", FLOAT);
        model.writer().node("read", "ReadVariableOp", "count", "^add").putAttr("dtype", FLOAT);
        model.op("sum", "AddV2", "x", "read");
        try (Network network = open(model, "sum")) {
            assertThat(network.run(X).get("y").floats()).containsExactly(3, 4);
            refused(network::layers, "it changes its variables while it predicts (\"add\")");
            assertThat(network.run(X).get("y").floats()).containsExactly(4, 5);
        }
    }

    @Test
    void aFunctionThatCallsItselfIsRefusedBeforeTensorFlowOverflowsItsStack() {
        SmallModel model = new SmallModel(2);
        OpDef.Builder signature = OpDef.newBuilder().setName("f");
        signature.addInputArgBuilder().setName("v").setType(DataType.DT_FLOAT);
        signature.addOutputArgBuilder().setName("r").setType(DataType.DT_FLOAT);
        model.writer()
                .graph
                .getGraphDefBuilder()
                .getLibraryBuilder()
                .addFunctionBuilder()
                .setSignature(signature)
                .addNodeDef(call("inner", "v"))
                .putRet("r", "inner:output:0");
        model.writer().add(call("outer", "x"));
        refused(() -> open(model, "outer"), "its function \"f\" calls itself without end");
    }

    private static NodeDef call(String name, String input) {
        return ModelWriter.op(name, "PartitionedCall", input).toBuilder()
                .putAttr("f", ModelWriter.function("f"))
                .putAttr("Tin", SmallModel.types(DataType.DT_FLOAT))
                .putAttr("Tout", SmallModel.types(DataType.DT_FLOAT))
                .build();
    }

    private Network open(SmallModel model, String output) {
        return engine.open(model.write(temp, output), NetworkOptions.DEFAULT);
    }

    private static void refused(ThrowingCallable call, String why) {
        assertThatThrownBy(call)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .hasMessageNotContaining("\n");
    }
}
