package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.coverslip.tensorflow.ModelWriter.call;
import static org.coverslip.tensorflow.ModelWriter.op;
import static org.coverslip.tensorflow.ModelWriter.text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model is a program: what it would do to this machine is refused by name, and not done. */
class DangerousModelTest {

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;
    private Path loot;
    private ModelWriter model;

    @BeforeEach
    void anOrdinaryModelAndAFileItMustNotWrite() {
        loot = temp.resolve("loot.txt");
        model = ModelWriter.halfPlusTwo();
        model.add(text("path", loot.toString()), text("words", "owned"));
    }

    @Test
    void writingAFileIsRefusedUnlessTheModelIsTrusted() {
        model.add(op("w", "WriteFile", "path", "words")).after("y", "w");
        refused("WriteFile (node \"w\")");
        assertThat(trusted()).isEqualTo(2.5);
        assertThat(loot).hasContent("owned");
    }

    @Test
    void writingAFileInsideAFunctionIsRefused() {
        model.define("f", List.of("a", "b"), op("hidden", "WriteFile", "a", "b"));
        model.add(call("c", "f", "path", "words")).after("y", "c");
        refused("WriteFile (node \"hidden\", function \"f\")");
        trusted();
        assertThat(loot).hasContent("owned");
    }

    @Test
    void writingAFileOnLoadingIsRefused() {
        model.add(op("w", "WriteFile", "path", "words")).initialisedBy("w");
        refused("WriteFile (node \"w\")");
        trusted();
        assertThat(loot).hasContent("owned");
    }

    @Test
    void writingAFileInTheOldWayToInitialiseIsRefused() {
        model.add(op("w", "WriteFile", "path", "words"));
        for (String key : List.of("saved_model_main_op", "legacy_init_op")) {
            model.graph.clearCollectionDef();
            model.graph.putCollectionDef(
                    key,
                    org.tensorflow.proto.CollectionDef.newBuilder()
                            .setNodeList(
                                    org.tensorflow.proto.CollectionDef.NodeList.newBuilder()
                                            .addValue("w"))
                            .build());
            refused("WriteFile (node \"w\")");
        }
    }

    @Test
    void writingAFileWhileRestoringVariablesIsRefused() {
        model.add(op("w", "WriteFile", "path", "words"));
        model.graph.getSaverDefBuilder().setRestoreOpName("w").setFilenameTensorName("words:0");
        refused("WriteFile (node \"w\")");
    }

    @Test
    void readingAFileThatOnlyShapesDependOnIsRefusedSinceLoadingReadsIt() {
        model.add(op("r", "ReadFile", "path"));
        refused("ReadFile (node \"r\")");
    }

    @Test
    void whatNeitherLoadingNorPredictingRunsIsAllowed() {
        model.add(op("w", "WriteFile", "path", "words"));
        model.define("f", List.of("a", "b"), op("hidden", "WriteFile", "a", "b"));
        Path folder = model.write(temp.resolve("model"));
        assertThat(engine.describe(folder).dangerous()).isEmpty();
        assertThat(engine.describe(folder).operations()).containsEntry("WriteFile", 2);
        assertThat(predict(folder, NetworkOptions.DEFAULT)).isEqualTo(2.5);
        assertThat(loot).doesNotExist();
    }

    @Test
    void aSignatureIsCheckedOnItsOwnButModelInfoListsAll() {
        model.add(op("w", "WriteFile", "path", "words"));
        model.node("z", "Identity", "y", "^w")
                .putAttr("T", ModelWriter.type(org.tensorflow.proto.DataType.DT_FLOAT));
        model.signature("other", "x", "z", org.tensorflow.proto.DataType.DT_FLOAT);
        Path folder = model.write(temp.resolve("model"));
        assertThat(engine.describe(folder).dangerous()).containsExactly("WriteFile (node \"w\")");
        assertThat(predict(folder, NetworkOptions.DEFAULT)).isEqualTo(2.5);
        assertThatThrownBy(() -> engine.open(folder, NetworkOptions.DEFAULT.withSignature("other")))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void anOperationOfACustomLibraryIsNamedEvenWhenTrusted() {
        model.add(op("k", "StealPixels")).after("y", "k");
        refused("StealPixels (custom operation, node \"k\")");
        assertThatThrownBy(this::trusted)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("custom operation StealPixels")
                .hasMessageNotContaining("\n");
    }

    private void refused(String named) {
        Path folder = model.write(temp.resolve("model"));
        assertThat(engine.describe(folder).dangerous()).containsExactly(named);
        assertThatThrownBy(() -> engine.open(folder, NetworkOptions.DEFAULT))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining(named)
                .hasMessageContaining("trust=true");
        assertThat(Files.exists(loot)).isFalse();
    }

    private double trusted() {
        return predict(temp.resolve("model"), NetworkOptions.DEFAULT.withTrust(true));
    }

    private double predict(Path folder, NetworkOptions options) {
        try (Network network = engine.open(folder, options)) {
            return network.run(Map.of("x", Tensor.of(new float[] {1}, 1))).get("y").get(0);
        }
    }
}
