package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.coverslip.tensorflow.SmallModel.flag;
import static org.coverslip.tensorflow.SmallModel.integer;
import static org.coverslip.tensorflow.SmallModel.list;
import static org.coverslip.tensorflow.SmallModel.number;
import static org.coverslip.tensorflow.SmallModel.type;
import static org.coverslip.tensorflow.SmallModel.types;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;

/**
 * Operations for which TensorFlow's C++ library has no gradient or a wrong one. Each stands between
 * others, so that the gradient has to come in and go on.
 */
class SeamGradientsTest {

    private static final Tensor IMAGE = Slope.noise(1, 2, 11, 13, 3);

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @ParameterizedTest
    @CsvSource({
        "SAME, 1, 2",
        "VALID, 1, 2",
        "SAME, 1, 3",
        "VALID, 1, 3",
        "SAME, 2, 2",
        "VALID, 2, 3",
        "EXPLICIT, 1, 1",
        "EXPLICIT, 2, 1",
        "EXPLICIT, 1, 2",
        "EXPLICIT, 2, 2"
    })
    void convolutionsWithDilationsOrExplicitPaddings(String padding, int stride, int dilation) {
        for (String op : new String[] {"Conv2D", "DepthwiseConv2dNative"}) {
            // NB: TensorFlow's depthwise convolution takes no explicit paddings on the CPU.
            if (op.startsWith("Depthwise") && (padding.equals("EXPLICIT") || stride > 1)) continue;
            SmallModel model = new SmallModel(-1, 11, 13, 3);
            var conv =
                    model.window(
                            "conv",
                            op,
                            padding,
                            list(1, stride, stride, 1),
                            model.op("tanh", "Tanh", "x").getName(),
                            model.weights("w", 3, 2, 3, 4));
            conv.putAttr("dilations", list(1, dilation, dilation, 1));
            if (padding.equals("EXPLICIT"))
                conv.putAttr("explicit_paddings", list(0, 0, 2, 1, 0, 3, 0, 0));
            model.op("out", "Tanh", "conv");
            if (op.startsWith("Depthwise") && dilation > 1 && !runs(model)) continue;
            holds(model, "out", IMAGE);
        }
    }

    /**
     * Whether TensorFlow has the kernel at all: for dilated depthwise convolutions only oneDNN has
     * one, which TensorFlow leaves out on processors without AVX-512 VNNI.
     */
    private boolean runs(SmallModel model) {
        try (Network network = engine.open(model.write(temp, "out"), NetworkOptions.DEFAULT)) {
            network.run(Map.of(network.inputs().get(0).name(), IMAGE));
            return true;
        } catch (RefusedException e) {
            assertThat(e).hasMessageContaining("does not support dilations");
            System.out.println("left out: TensorFlow has no kernel for this: " + e.getMessage());
            return false;
        }
    }

    @Test
    void dilatedConvolutionsSideBySideAndInRow() {
        SmallModel model = new SmallModel(-1, -1, -1, 3);
        String before = "x";
        for (int i = 1; i <= 3; i++) {
            String w = model.weights("w" + i, 3, 3, 3, 3);
            model.window("row" + i, "Conv2D", "SAME", list(1, 1, 1, 1), before, w)
                    .putAttr("dilations", list(1, i, i, 1));
            String v = model.weights("v" + i, 3, 3, 3, 3);
            model.window("side" + i, "Conv2D", "SAME", list(1, 1, 1, 1), "x", v)
                    .putAttr("dilations", list(1, i + 1, i, 1));
            model.op("sum" + i, "AddV2", "row" + i, "side" + i);
            before = model.op("act" + i, "Softplus", "sum" + i).getName();
        }
        holds(model, before, IMAGE);
    }

    @ParameterizedTest
    @CsvSource({"SAME, 1", "VALID, 1", "SAME, 2", "VALID, 2"})
    void convolutionsInSpace(String padding, int stride) {
        SmallModel model = new SmallModel(-1, 5, 6, 7, 2);
        var strides = list(1, stride, stride, stride, 1);
        String w = model.weights("w", 2, 3, 3, 2, 4);
        model.window("conv", "Conv3D", padding, strides, "x", w);
        model.op("act", "Tanh", "conv");
        String v = model.weights("v", 1, 2, 2, 4, 4);
        model.window("again", "Conv3D", "SAME", list(1, 1, 1, 1, 1), "act", v);
        model.op("merge", "AddV2", "again", "act");
        holds(model, "merge", Slope.noise(2, 2, 5, 6, 7, 2));
    }

    @Test
    void transposedConvolutionsInSpace() {
        SmallModel model = new SmallModel(2, 3, 3, 4, 2);
        String w = model.weights("w", 2, 2, 2, 5, 2);
        model.op("act", "Tanh", "x");
        model.window(
                        "up",
                        "Conv3DBackpropInputV2",
                        "SAME",
                        list(1, 2, 2, 2, 1),
                        model.integers("sizes", 2, 6, 6, 8, 5),
                        w,
                        "act")
                .putAttr("Tshape", type(DataType.DT_INT32));
        model.op("out", "Sigmoid", "up");
        model.op("y", "Mul", "out", "up");
        holds(model, "y", Slope.noise(3, 2, 3, 3, 4, 2));
    }

    @Test
    void theLargestValues() {
        SmallModel model = new SmallModel(-1, 3, 9);
        model.op("act", "Tanh", "x");
        model.op("top", "TopKV2", "act", model.scalar("k", 4));
        model.op("out", "Softplus", "top");
        holds(model, "out", Slope.noise(4, 2, 3, 9));
    }

    @Test
    void crossEntropyWithLabels() {
        SmallModel model = new SmallModel(3, 5);
        model.op("act", "Tanh", "x");
        model.op(
                        "loss",
                        "SparseSoftmaxCrossEntropyWithLogits",
                        "act",
                        model.integers("labels", 4, 0, 2))
                .putAttr("Tlabels", type(DataType.DT_INT32));
        model.op("out", "Softplus", "loss");
        holds(model, "out", Slope.noise(5, 3, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"IdentityN", "PlaceholderWithDefault", "Snapshot", "EnsureShape"})
    void operationsThatHandTheirInputOn(String op) {
        SmallModel model = new SmallModel(-1, 11, 13, 3);
        model.op("before", "Softplus", "x");
        var passing =
                op.equals("IdentityN")
                        ? model.writer().node("pass", op, "x", "before")
                        : model.writer().node("pass", op, "before");
        AttrValue any = SmallModel.extents(-1, 11, 13, 3);
        switch (op) {
            case "IdentityN" -> passing.putAttr("T", types(DataType.DT_FLOAT, DataType.DT_FLOAT));
            case "Snapshot" -> passing.putAttr("T", type(DataType.DT_FLOAT));
            case "EnsureShape" ->
                    passing.putAttr("T", type(DataType.DT_FLOAT)).putAttr("shape", any);
            default -> passing.putAttr("dtype", type(DataType.DT_FLOAT)).putAttr("shape", any);
        }
        model.op("out", "Tanh", op.equals("IdentityN") ? "pass:1" : "pass");
        holds(model, "out", IMAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"FusedBatchNorm", "FusedBatchNormV2"})
    void olderBatchNormalisations(String op) {
        SmallModel model = new SmallModel(-1, 11, 13, 3);
        model.op("variance", "Exp", model.weights("logarithm", 3));
        model.op("before", "Tanh", "x");
        String[] inputs = {
            "before",
            model.weights("scale", 3),
            model.weights("offset", 3),
            model.weights("mean", 3),
            "variance"
        };
        var norm =
                model.op("norm", op, inputs)
                        .putAttr("epsilon", number(1e-3f))
                        .putAttr("is_training", flag(false));
        if (op.endsWith("V2")) norm.putAttr("U", type(DataType.DT_FLOAT));
        model.op("out", "Softplus", "norm");
        holds(model, "out", IMAGE);
    }

    @ParameterizedTest
    @CsvSource({"2, 0.5, 1.5", "1, 0.1, 1"})
    void localResponseNormalisation(int radius, float alpha, float bias) {
        SmallModel model = new SmallModel(-1, 11, 13, 3);
        model.op("norm", "LRN", "x")
                .putAttr("depth_radius", integer(radius))
                .putAttr("alpha", number(alpha))
                .putAttr("bias", number(bias))
                .putAttr("beta", number(0.6f));
        model.op("out", "Tanh", "norm");
        holds(model, "out", IMAGE);
    }

    @Test
    void maximaUnderExplicitPaddings() {
        SmallModel model = new SmallModel(-1, 11, 13, 3);
        model.window("pool", "MaxPool", "EXPLICIT", list(1, 2, 2, 1), "x")
                .putAttr("explicit_paddings", list(0, 0, 1, 1, 1, 0, 0, 0))
                .putAttr("ksize", list(1, 3, 3, 1));
        model.op("out", "Tanh", "pool");
        holds(model, "out", spread(2, 11, 13, 3));
    }

    @Test
    void transposedConvolutionsUnderExplicitPaddings() {
        SmallModel model = new SmallModel(2, 5, 5, 3);
        String w = model.weights("w", 3, 3, 4, 3);
        String sizes = model.integers("sizes", 2, 9, 9, 4);
        model.window("up", "Conv2DBackpropInput", "EXPLICIT", list(1, 2, 2, 1), sizes, w, "x")
                .putAttr("explicit_paddings", list(0, 0, 1, 1, 1, 1, 0, 0));
        model.op("out", "Tanh", "up");
        holds(model, "out", Slope.noise(7, 2, 5, 5, 3));
    }

    /** Values that are far from each other, so that a step leaves the largest where it is. */
    private static Tensor spread(long... shape) {
        float[] values = Slope.noise(8, shape).floats();
        Integer[] order = new Integer[values.length];
        for (int i = 0; i < order.length; i++) order[i] = i;
        Arrays.sort(order, Comparator.comparing(i -> values[i]));
        for (int i = 0; i < order.length; i++) values[order[i]] = i / 50f - 8;
        return Tensor.of(values, shape);
    }

    private void holds(SmallModel model, String output, Tensor x) {
        try (Network network = engine.open(model.write(temp, output), NetworkOptions.DEFAULT)) {
            Slope.holdsForInput(network, x);
        }
    }
}
