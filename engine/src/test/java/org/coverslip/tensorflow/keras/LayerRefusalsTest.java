package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An option that cannot be computed faithfully is refused by layer and name, never ignored. */
class LayerRefusalsTest {

    @TempDir Path folder;

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Conv2D | 'filters': 2, 'kernel_size': 3, 'padding': 'causal' | padding",
                "Conv2D | 'filters': 2, 'kernel_size': 0 | kernel_size",
                "Conv2D | 'filters': 2, 'kernel_size': [3, 3, 3] | kernel_size",
                "Conv2D | 'filters': 2 | kernel_size missing",
                "Conv2D | 'filters': 2.5, 'kernel_size': 3 | filters",
                "Conv2D | 'filters': 3, 'kernel_size': 3, 'groups': 2 | groups",
                "MaxPooling2D | 'pool_size': 9 | smaller than its window",
                "Conv2D | 'filters': 2, 'kernel_size': 3, 'data_format': 'odd' | data_format",
                "Conv2D | 'filters': 2, 'kernel_size': 3, 'strides': 2, 'dilation_rate': 2 | strides",
                "DepthwiseConv2D | 'kernel_size': 3, 'strides': [1, 2] | different strides",
                "Conv2DTranspose | 'filters': 2, 'kernel_size': 3, 'dilation_rate': 2 | dilation",
                "BatchNormalization | 'renorm': true | renormalisation",
                "BatchNormalization | 'axis': [1, 2] | several axes",
                "LayerNormalization | 'rms_scaling': true | rms_scaling",
                "GroupNormalization | 'groups': 2 | groups",
                "Softmax | 'axis': [1, 2] | several axes",
                "Softmax | 'axis': 4 | works on axis 4 of an input with 4 axes",
                "UpSampling2D | 'size': 2, 'interpolation': 'lanczos5' | interpolation 'lanczos5'",
                "Resizing | 'height': 4, 'width': 4, 'antialias': true | antialias",
                "Resizing | 'height': 4, 'width': 4, 'pad_to_aspect_ratio': true | pad_to_aspect",
                "Resizing | 'height': -4, 'width': 4 | height",
                "Cropping2D | 'cropping': 3 | leaves nothing",
                "ZeroPadding2D | 'padding': [[1, 2], [3]] | padding",
                "ZeroPadding2D | 'padding': -1 | padding",
                "Reshape | 'target_shape': [7, 11] | a shape of 108 numbers",
                "Reshape | 'target_shape': [-1, -1] | target_shape",
                "Permute | 'dims': [1, 2, 2] | dims",
                "Normalization | 'mean': [1, 2], 'variance': [1, 2], 'axis': -1 | mean",
                "TFOpLambda | 'function': 'io.read_file' | the TensorFlow function 'io.read_file'",
                "Activation | 'activation': {'class_name': 'LSTM', 'config': {}} | class 'LSTM'",
                "RandomCrop | 'height': 2, 'width': 2 | cannot be imported"
            })
    void anUnsupportedOptionIsNamed(String type, String config, String named) throws IOException {
        TestModel model = new TestModel().input("image", 6, 6, 3);
        model.then(type, "the_layer", "{" + config.replace('\'', '"') + "}");
        refuses(model, "layer 'the_layer' (" + type + ")", named);
    }

    @Test
    void inputsThatDoNotFitTogetherAreShown() throws IOException {
        for (String type : List.of("Add", "Concatenate")) {
            TestModel model = new TestModel().input("a", 6, 6, 3).input("b", 5, 5, 3);
            model.layer(type, "join", "{}", List.of("a", "b"));
            refuses(model, "joins inputs of the shapes [?,6,6,3] and [?,5,5,3]");
        }
    }

    @Test
    void aVectorIsNoImage() throws IOException {
        TestModel model = new TestModel().input("x", 6);
        model.then("MaxPooling2D", "pool", "{\"pool_size\": 2}");
        refuses(
                model,
                "layer 'pool' (MaxPooling2D) needs images of 4 axes and gets the shape [?,6]");
    }

    @Test
    void normalisingByTheBatchIsRefused() throws IOException {
        TestModel model = new TestModel().input("x", 6);
        float[] six = {1, 1, 1, 1, 1, 1};
        model.then("BatchNormalization", "bn", "{}", six, six, six, six);
        Path file = folder.resolve("m.keras");
        String json = model.json().replace("{}]]]", "{\"training\": true}]]]");
        TestModel.zip(file, TestModel.members(model.writeArchive(file), "config.json", json));
        refuses(file, "layer 'bn' (BatchNormalization) is called with training=True");
    }

    @Test
    void severalUnknownLayersAreNamedAtOnce() throws IOException {
        TestModel model = new TestModel().input("x", 6);
        model.then("LSTM", "memory", "{}").then("Lambda", "code", "{}");
        refuses(model, "'memory' (LSTM), layer 'code' (Lambda)", "runs in Python only");
    }

    private void refuses(TestModel model, String... parts) throws IOException {
        refuses(model.writeArchive(folder.resolve("model.keras")), parts);
    }

    private void refuses(Path file, String... parts) {
        Path saved = folder.resolve("saved");
        assertThatThrownBy(() -> new KerasImporter().importInto(file, saved))
                .isInstanceOf(RefusedException.class)
                .message()
                .contains(parts)
                .endsWith(".")
                .doesNotContain("\n");
        assertThat(saved).doesNotExist();
    }
}
