package org.coverslip.tensorflow.training;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The gradient of every layer that can be trained is the slope of the loss. */
class LayerGradientsTest {

    static Stream<Arguments> chained() {
        return Stream.of(
                layer("Conv2D", "'filters': 4, 'kernel_size': 3, 'padding': 'same'"),
                layer("Conv2D", "'filters': 4, 'kernel_size': [3, 2], 'padding': 'valid'"),
                layer("Conv2D", "'filters': 4, 'kernel_size': 3, 'strides': 2, 'padding': 'same'"),
                layer("Conv2D", "'filters': 4, 'kernel_size': 3, 'strides': 2"),
                layer(
                        "Conv2D",
                        "'filters': 4, 'kernel_size': 3, 'dilation_rate': 2, 'padding': 'same'"),
                layer("Conv2D", "'filters': 3, 'kernel_size': 3, 'dilation_rate': [1, 2]"),
                layer("Conv2D", "'filters': 6, 'kernel_size': 3, 'groups': 3"),
                layer("Conv2D", "'filters': 4, 'kernel_size': 1, 'use_bias': false"),
                layer("Conv2D", "'filters': 4, 'kernel_size': 3, 'data_format': 'channels_first'"),
                layer("DepthwiseConv2D", "'kernel_size': 3, 'padding': 'same'"),
                layer("DepthwiseConv2D", "'kernel_size': 3, 'strides': 2, 'depth_multiplier': 2"),
                layer("DepthwiseConv2D", "'kernel_size': 3, 'dilation_rate': 2"),
                layer("SeparableConv2D", "'filters': 4, 'kernel_size': 3, 'padding': 'same'"),
                layer("Conv2DTranspose", "'filters': 4, 'kernel_size': 2, 'strides': 2"),
                layer(
                        "Conv2DTranspose",
                        "'filters': 4, 'kernel_size': 3, 'strides': 2, 'padding': 'same'"),
                layer("Dense", "'units': 4"),
                layer("BatchNormalization", "'epsilon': 0.01"),
                layer("BatchNormalization", "'axis': 1, 'epsilon': 0.01"),
                layer("BatchNormalization", "'scale': false, 'center': false"),
                layer("LayerNormalization", "'epsilon': 0.01"),
                layer("GroupNormalization", "'groups': 3, 'epsilon': 0.01"),
                layer("Normalization", "'mean': 0.1, 'variance': 2.0"),
                layer("Rescaling", "'scale': 0.5, 'offset': 0.25"),
                layer("Dropout", "'rate': 0.4"),
                layer("SpatialDropout2D", "'rate': 0.4"),
                layer("GaussianNoise", "'stddev': 0.3"),
                layer("GaussianDropout", "'rate': 0.3"),
                layer("MaxPooling2D", "'pool_size': 2"),
                layer("MaxPooling2D", "'pool_size': 3, 'strides': 2, 'padding': 'same'"),
                layer("AveragePooling2D", "'pool_size': 2"),
                layer("AveragePooling2D", "'pool_size': 3, 'strides': 2, 'padding': 'same'"),
                layer("GlobalAveragePooling2D", ""),
                layer("GlobalMaxPooling2D", ""),
                layer("UpSampling2D", "'size': 2, 'interpolation': 'nearest'"),
                layer("UpSampling2D", "'size': 2, 'interpolation': 'bilinear'"),
                layer("Resizing", "'height': 4, 'width': 5, 'interpolation': 'bilinear'"),
                layer("ZeroPadding2D", "'padding': [[1, 0], [2, 1]]"),
                layer("Cropping2D", "'cropping': [[1, 0], [2, 1]]"),
                layer("CenterCrop", "'height': 4, 'width': 4"),
                layer("Reshape", "'target_shape': [3, 12, 3]"),
                layer("Permute", "'dims': [2, 3, 1]"));
    }

    /** NB: on few numbers, as differences over a bend or a jump say nothing of the slope. */
    static Stream<Arguments> bent() {
        return Stream.of(
                layer("ReLU", "'max_value': 1.5"),
                layer("ReLU", "'negative_slope': 0.1, 'threshold': 0.2"),
                layer("LeakyReLU", "'alpha': 0.2"),
                layer("ThresholdedReLU", "'theta': 0.1"),
                layer("PReLU", "'alpha_initializer': {'class_name': 'Ones', 'config': {}}"),
                layer("ELU", "'alpha': 0.7"),
                layer("Softmax", ""));
    }

    private static Arguments layer(String className, String config) {
        return Arguments.of(className, "{" + config + "}");
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void chained(String className, String config) {
        TestNetwork network =
                new TestNetwork(6, 6, 2)
                        .then("Conv2D", "before", "{'filters': 3, 'kernel_size': 1}")
                        .then(className, "layer", config)
                        .then("Flatten", "flat", "{}")
                        .then("Dense", "y", "{'units': 3}");
        check(network);
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource
    void bent(String className, String config) {
        check(
                new TestNetwork(5)
                        .then("Dense", "before", "{'units': 6}")
                        .then(className, "layer", config)
                        .then("Dense", "y", "{'units': 3}"));
    }

    static List<String> activations() {
        return List.of(
                "relu",
                "relu6",
                "sigmoid",
                "tanh",
                "softmax",
                "log_softmax",
                "elu",
                "selu",
                "softplus",
                "softsign",
                "exponential",
                "linear",
                "leaky_relu",
                "gelu",
                "swish",
                "mish",
                "celu",
                "hard_swish",
                "hard_tanh",
                "log_sigmoid",
                "hard_sigmoid");
    }

    @ParameterizedTest
    @MethodSource("activations")
    void everyActivation(String name) {
        check(
                new TestNetwork(5)
                        .then("Dense", "before", "{'units': 6, 'activation': '" + name + "'}")
                        .then("Dense", "y", "{'units': 3}"));
    }

    static List<String> merges() {
        return List.of(
                "Add", "Multiply", "Subtract", "Average", "Maximum", "Minimum", "Concatenate");
    }

    @ParameterizedTest
    @MethodSource("merges")
    void everyMerge(String className) {
        check(
                new TestNetwork(5)
                        .layer("Dense", "a", "{'units': 4, 'activation': 'tanh'}", "x")
                        .layer("Dense", "b", "{'units': 4, 'activation': 'tanh'}", "x")
                        .layer(className, "both", "{}", "a", "b")
                        .then("Dense", "y", "{'units': 3}"));
    }

    private static void check(TestNetwork of) {
        try (LearningNetwork network = of.learn()) {
            Tensor x = TestNetwork.random(2, network.inputs().get(0).shape(), 4);
            Tensor y = TestNetwork.random(3, network.outputs().get(0).shape(), 4);
            new GradientCheck(network, Map.of("x", x), Map.of("y", y)).run();
        }
    }
}
