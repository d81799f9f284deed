package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.coverslip.network.ElementType;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/** What later steps may rely on in an imported graph: names, logits, ports, open sizes. */
class LayerNodesTest {

    private static final Path ROOT =
            Path.of(System.getProperty("coverslip.data"), "models", "keras-architectures");

    @TempDir Path folder;

    private final TestModel classifier = new TestModel();

    @BeforeEach
    void build() {
        float[][][][] kernel = new float[3][3][1][2];
        classifier.input("image", -1, -1, 1);
        classifier.then(
                "Conv2D",
                "features",
                "{\"filters\": 2, \"kernel_size\": 3, \"activation\": \"relu\"}",
                kernel,
                new float[2]);
        classifier.then("GlobalAveragePooling2D", "pool", "{}");
        classifier.then(
                "Dense",
                "scores",
                "{\"units\": 3, \"activation\": \"softmax\"}",
                new float[2][3],
                new float[] {1, 2, 3});
    }

    @Test
    void everyLayerEndsInANodeOfItsName() throws IOException {
        Map<String, NodeDef> nodes = nodes(importing(classifier));
        assertThat(nodes.get("image").getOp()).isEqualTo("Placeholder");
        assertThat(nodes.get("features").getOp()).isEqualTo("Relu");
        assertThat(nodes.get("pool").getOp()).isEqualTo("Mean");
        assertThat(nodes.get("scores").getOp()).isEqualTo("Softmax");
    }

    @Test
    void theLogitsAreANodeOfTheirOwn() throws IOException {
        Map<String, NodeDef> nodes = nodes(importing(classifier));
        String logits = nodes.get("scores").getInput(0);
        assertThat(nodes.get(logits).getOp()).isEqualTo("BiasAdd");
    }

    @Test
    void layersOfInnerModelsAreNamedAfterBoth() throws IOException {
        Path file = ROOT.resolve("structure/siamese.keras");
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        new KerasImporter().importInto(file, folder.resolve("siamese"));
        assertThat(nodes(folder.resolve("siamese")))
                .containsKeys(
                        "embedding",
                        "embedding/conv2d",
                        "embedding/call_1",
                        "embedding/call_1/conv2d")
                .as("weights stand in the graph once, however often they are used")
                .containsKey("embedding/conv2d/kernel")
                .doesNotContainKey("embedding/call_1/conv2d/kernel");
    }

    @Test
    void portsAreInTheModelsOrderWithAxesAndActivation() throws IOException {
        Path file = ROOT.resolve("structure/two_in_two_out.k3.h5");
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        ImportedNetwork network = new KerasImporter().importInto(file, folder.resolve("m"));
        assertThat(network.inputs())
                .extracting(p -> p.tensor().toString(), ImportedNetwork.Port::axes)
                .containsExactly(
                        tuple("image float32 [?,8,8,3]", "byxc"),
                        tuple("features float32 [?,5]", ""));
        assertThat(network.outputs())
                .extracting(p -> p.tensor().toString(), ImportedNetwork.Port::activation)
                .containsExactly(
                        tuple("class float32 [?,3]", "softmax"),
                        tuple("value float32 [?,1]", "linear"));
    }

    @Test
    void imagesWithChannelsFirstSaySo() throws IOException {
        Path file = ROOT.resolve("layers/cf_chain.k2.h5");
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        ImportedNetwork network = new KerasImporter().importInto(file, folder.resolve("m"));
        assertThat(network.inputs().get(0).axes()).isEqualTo("bcyx");
        assertThat(network.outputs().get(0).axes()).isEqualTo("bcyx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "layers/augmentation.keras | act only in training do nothing: random_flip, random_r",
                "structure/mixed_float16.k2.h5 | saved for mixed_float16, computed in single precision",
                "structure/half_weights.k2.h5 | its weights are stored with 16 bits"
            })
    void whatTheUserShouldKnowIsNoted(String name, String note) {
        Path file = ROOT.resolve(name);
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        ImportedNetwork network = new KerasImporter().importInto(file, folder.resolve("m"));
        assertThat(network.notes()).singleElement().asString().contains(note);
    }

    @Test
    void theBatchAndOpenSizesFollowTheInput() throws IOException {
        try (SavedModelRunner runner = new SavedModelRunner(importing(classifier))) {
            for (int size : List.of(5, 9)) {
                Tensor images = Tensor.of(new float[3 * size * size], 3, size, size, 1);
                assertThat(runner.run(Map.of("image", images)).get("scores").shape())
                        .containsExactly(3, 3);
            }
        }
    }

    @Test
    void inputsOfBytesAreFedAsBytes() throws IOException {
        String json =
                classifier
                        .json()
                        .replace("\"batch_shape\"", "\"dtype\": \"uint8\", \"batch_shape\"");
        Path file = folder.resolve("bytes.keras");
        TestModel.zip(file, TestModel.members(classifier.writeArchive(file), "config.json", json));
        ImportedNetwork network = new KerasImporter().importInto(file, folder.resolve("saved"));
        assertThat(network.inputs().get(0).tensor().type()).isEqualTo(ElementType.UINT8);
        try (SavedModelRunner runner = new SavedModelRunner(folder.resolve("saved"))) {
            Tensor image = Tensor.of(ElementType.UINT8, new byte[25], 1, 5, 5, 1);
            assertThat(runner.run(Map.of("image", image)).get("scores").shape())
                    .containsExactly(1, 3);
        }
    }

    @Test
    void oddLayerNamesBecomeNodesAndStayKeys() throws IOException {
        TestModel model = new TestModel().input("my image", 2, 2, 1);
        model.then("Flatten", "_out (1)", "{}");
        Path saved = importing(model);
        assertThat(nodes(saved)).containsKeys("my_image", "layer_out__1_");
        Tensor image = Tensor.of(new float[] {1, 2, 3, 4}, 1, 2, 2, 1);
        try (SavedModelRunner runner = new SavedModelRunner(saved)) {
            assertThat(runner.run(Map.of("my image", image)).get("_out (1)").floats())
                    .containsExactly(1, 2, 3, 4);
        }
    }

    private Path importing(TestModel model) throws IOException {
        Path file = model.writeArchive(folder.resolve("model.keras"));
        new KerasImporter().importInto(file, folder.resolve("saved"));
        return folder.resolve("saved");
    }

    private static Map<String, NodeDef> nodes(Path savedModel) throws IOException {
        byte[] bytes = Files.readAllBytes(savedModel.resolve("saved_model.pb"));
        MetaGraphDef graph = SavedModel.parseFrom(bytes).getMetaGraphs(0);
        return graph.getGraphDef().getNodeList().stream()
                .collect(Collectors.toMap(NodeDef::getName, n -> n));
    }
}
