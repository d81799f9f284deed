package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.coverslip.RefusedException;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.SavedModel;

/** Folders that are no model, or only part of one: one sentence each, never a stack trace. */
class BrokenModelTest {

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;
    private Path file;

    @BeforeEach
    void aGoodModel() {
        file = ModelWriter.halfPlusTwo().write(temp.resolve("m")).resolve("saved_model.pb");
    }

    @Test
    void aFolderThatIsMissingOrHoldsNoModel() throws IOException {
        refused(temp.resolve("none"), "there is no such folder");
        refused(Files.createDirectory(temp.resolve("empty")), "there is no saved_model.pb");
        refused(Files.writeString(temp.resolve("notes.txt"), "hi"), "this is a file");
        Files.delete(file);
        refused(temp.resolve("m"), "there is no saved_model.pb");
    }

    @Test
    void aFileThatIsEmptyGarbageOrTruncated() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, new byte[0]);
        refused(temp.resolve("m"), "the file is empty");
        byte[] noise = new byte[5000];
        new Random(1).nextBytes(noise);
        Files.write(file, noise);
        refused(temp.resolve("m"), "not a SavedModel, or it is damaged");
        Files.write(file, java.util.Arrays.copyOf(whole, whole.length / 2));
        refused(temp.resolve("m"), "not a SavedModel, or it is damaged");
        Files.write(
                file, SavedModel.newBuilder().setSavedModelSchemaVersion(1).build().toByteArray());
        refused(temp.resolve("m"), "it holds no graph");
    }

    @Test
    void aFileLargerThanAnyModelIsNotRead() throws IOException {
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(5L << 30);
        }
        refused(temp.resolve("m"), "larger than the 2 GB");
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(Integer.MAX_VALUE - 100L);
        }
        refused(temp.resolve("m"), "2047 MB do not fit into the memory Java was given");
    }

    @Test
    void formsThatAreNotSupportedAreNamed() throws IOException {
        Files.move(file, file.resolveSibling("saved_model.pbtxt"));
        refused(temp.resolve("m"), "saved as text");
        Files.move(file.resolveSibling("saved_model.pbtxt"), file);
        Files.createFile(file.resolveSibling("saved_model.cpb"));
        refused(temp.resolve("m"), "saved in chunks");
    }

    @Test
    void aFolderOfSeveralModels() {
        ModelWriter.halfPlusTwo().write(temp.resolve("n"));
        refused(temp, "it holds several models [m, n]");
        assertThat(predict(temp.resolve("n"))).isEqualTo(3);
        assertThat(predict(temp.resolve("n").resolve("saved_model.pb"))).isEqualTo(3);
    }

    @Test
    void aModelWithoutItsWeights() throws IOException {
        ModelWriter model = ModelWriter.halfPlusTwo();
        model.node("v", "VariableV2");
        model.graph.getSaverDefBuilder().setRestoreOpName("two").setFilenameTensorName("x:0");
        Path folder = model.write(temp.resolve("m"));
        refused(folder, "its weights are missing (variables/variables.index)");
        Files.createDirectory(folder.resolve("variables"));
        Files.createFile(folder.resolve("variables/variables.index"));
        refused(folder, "its weights are missing (variables/variables.data-*)");
        Files.createFile(folder.resolve("variables/variables.data-00000-of-00002"));
        refused(folder, "its weights are missing (variables/variables.data-*)");
    }

    @Test
    void aCheckpointThatIsDamaged() throws IOException {
        Path good = TestData.find("models/tiny-savedmodels/half_plus_two_tf2/00000123");
        Files.copy(
                good.resolve("saved_model.pb"),
                file,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Path variables = Files.createDirectory(temp.resolve("m/variables"));
        Files.copy(good.resolve("variables/variables.index"), variables.resolve("variables.index"));
        Files.write(variables.resolve("variables.data-00000-of-00001"), new byte[3]);
        refused(temp.resolve("m"), "TensorFlow 2.16.1 cannot load it: ");
    }

    @Test
    void signaturesThatPointNowhere() {
        ModelWriter model = ModelWriter.halfPlusTwo();
        model.graph.clearSignatureDef();
        refused(model.write(temp.resolve("m")), "it has no signature");
        model.signature("a", "x", "nowhere", org.tensorflow.proto.DataType.DT_FLOAT);
        refused(model.write(temp.resolve("m")), "\"nowhere:0\" is not in the graph");
        model.signature("a", "x", "y", org.tensorflow.proto.DataType.DT_INT32);
        refused(model.write(temp.resolve("m")), "is not what the signature says (x int32");
        model.signature("a", "x", "y", org.tensorflow.proto.DataType.DT_FLOAT);
        assertThat(predict(model.write(temp.resolve("m")))).isEqualTo(3);
    }

    @Test
    void initialisationThatPointsNowhere() {
        ModelWriter model = ModelWriter.halfPlusTwo();
        var nowhere =
                CollectionDef.newBuilder()
                        .setNodeList(CollectionDef.NodeList.newBuilder().addValue("nowhere"));
        for (String key : List.of("saved_model_main_op", "legacy_init_op", "table_initializer")) {
            model.graph.clearCollectionDef().putCollectionDef(key, nowhere.build());
            refused(model.write(temp.resolve("m")), "how it is initialised (nowhere)");
        }
    }

    @Test
    void tagsOtherThanServeAndSeveralGraphs() throws IOException {
        ModelWriter model = ModelWriter.halfPlusTwo();
        model.graph.getMetaInfoDefBuilder().clearTags().addTags("train").addTags("gpu");
        assertThat(predict(model.write(temp.resolve("m")))).isEqualTo(3);
        model.graph.getMetaInfoDefBuilder().clearTags();
        assertThat(predict(model.write(temp.resolve("m")))).isEqualTo(3);

        var serving = ModelWriter.halfPlusTwo().graph;
        var training = ModelWriter.halfPlusTwo().graph;
        training.getMetaInfoDefBuilder().clearTags().addTags("train");
        var both = SavedModel.newBuilder().addMetaGraphs(training).addMetaGraphs(serving);
        Files.write(file, both.build().toByteArray());
        assertThat(predict(temp.resolve("m"))).isEqualTo(3);
        both.addMetaGraphs(serving);
        Files.write(file, both.build().toByteArray());
        refused(temp.resolve("m"), "several graphs, tagged [[train], [serve], [serve]]");
    }

    @Test
    void nothingBesideTheModelSteersWhatIsLoaded() throws IOException {
        Path folder = temp.resolve("m");
        Files.writeString(
                folder.resolve("serving.properties"),
                "engine=PyTorch\nblockFactory=evil.Block\ntranslatorFactory=evil.Translator\n");
        Path decoy = folder.resolve("coverslip");
        ModelWriter.identity(org.tensorflow.proto.DataType.DT_FLOAT).write(decoy);
        assertThat(predict(folder)).isEqualTo(3);
    }

    private double predict(Path model) {
        try (Network network = engine.open(model, NetworkOptions.DEFAULT)) {
            return network.run(Map.of("x", Tensor.of(new float[] {2}, 1))).get("y").get(0);
        }
    }

    private void refused(Path model, String why) {
        assertThatThrownBy(() -> engine.open(model, NetworkOptions.DEFAULT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(why)
                .hasMessageContaining(temp.toString())
                .hasMessageNotContaining("\n");
    }
}
