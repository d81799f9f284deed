package org.coverslip.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.model.DescribedEngine;
import org.coverslip.model.InputSpec;
import org.coverslip.model.MissingFact;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.network.ElementType;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;
import org.coverslip.network.TensorInfo;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** WSInfer, CSBDeep, bare SavedModels, Keras files, and what is none of them. */
class OtherFormatsTest {

    private static final DescribedEngine CLASSIFIER =
            DescribedEngine.of("image", new long[] {-1, 224, 224, 3}, "out", new long[] {-1, 2});

    @TempDir Path folder;

    private static Path data(String path) {
        Path found = Path.of(System.getProperty("coverslip.data", "../shared/data"), path);
        Assumptions.assumeTrue(Files.exists(found), "skipped: " + found + " is missing");
        return found;
    }

    @Test
    void wsinferConfigBesideASavedModel() throws IOException {
        DescribedEngine.savedModel(folder);
        Files.writeString(
                folder.resolve("config.json"),
                """
                {"spec_version": "1.0", "architecture": "resnet34", "num_classes": 2,
                 "patch_size_pixels": 350, "spacing_um_px": 0.25,
                 "class_names": ["other", "tumor"],
                 "transform": [
                   {"name": "Resize", "arguments": {"size": 224}},
                   {"name": "ToTensor"},
                   {"name": "Normalize", "arguments":
                     {"mean": [0.7238, 0.5716, 0.6779], "std": [0.112, 0.1459, 0.1089]}}]}
                """);
        try (ModelBundle m = Models.open(folder, CLASSIFIER)) {
            assertThat(m.format()).isEqualTo("WSInfer");
            assertThat(m.task()).isEqualTo(Task.CLASSIFICATION);
            assertThat(m.labels()).containsExactly("other", "tumor");
            assertThat(m.patch()).hasValue(350);
            assertThat(m.spacing()).hasValue(0.25);
            assertThat(m.resize()).hasValue(Resampling.BILINEAR);
            assertThat(m.scores()).hasValue(Scores.LOGITS);
            assertThat(m.valueRange()).hasValue(new ValueRange(0, 255));
            assertThat(m.requireImageModel().preprocessing())
                    .containsExactly(
                            ScaleLinear.of(1 / 255.0, 0),
                            new FixedStandardize(
                                    List.of(0.7238, 0.5716, 0.6779),
                                    List.of(0.112, 0.1459, 0.1089),
                                    Optional.of('c')));
            assertThat(m.missing()).isEmpty();
        }
        String broken = Files.readString(folder.resolve("config.json")).replace("0.25", "\"?\"");
        Files.writeString(folder.resolve("config.json"), broken);
        assertThatThrownBy(() -> Models.open(folder, CLASSIFIER))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("spacing_um_px");
    }

    @Test
    void csbdeepZipOfTheN2vPlugin() {
        Path zip = data("models/n2v-csbdeep/format-0.2.0-csbdeep.bioimage.io.zip");
        DescribedEngine engine =
                DescribedEngine.of(
                        "input", new long[] {-1, -1, -1, 1}, "output", new long[] {-1, -1, -1, 1});
        Path unpacked;
        try (ModelBundle m = Models.open(zip, engine)) {
            unpacked = m.savedModel();
            assertThat(unpacked.resolve("variables/variables.index")).exists();
            assertThat(m.format()).isEqualTo("CSBDeep");
            assertThat(m.task()).isEqualTo(Task.RESTORATION);
            assertThat(m.cite().get(0).doi()).isEqualTo("arXiv:1811.10980");
            InputSpec in = m.requireImageModel();
            assertThat(in.axes()).isEqualTo("byxc");
            assertThat(in.size('x')).isEqualTo(new Size.Stepped(16, 16));
            assertThat(in.preprocessing())
                    .containsExactly(
                            new FixedStandardize(
                                    List.of(0.49408814), List.of(0.28493392), Optional.empty()));
            assertThat(m.outputs().get(0).halo('y')).isEqualTo(22);
            assertThat(m.outputs().get(0).postprocessing())
                    .containsExactly(ScaleLinear.of(0.28493392, 0.49408814));
            assertThat(m.missing()).isEmpty();
        }
        assertThat(unpacked).doesNotExist();
    }

    @Test
    void csbdeepZipWithoutItsNetworkIsRefused() {
        Path zip = data("models/n2v-csbdeep/format-0.1.0_model.zip");
        assertThatThrownBy(() -> Models.open(zip, CLASSIFIER))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("holds no saved_model.pb");
    }

    @Test
    void olderCsbdeepExportSaysItsAxesInMetaJson() throws IOException {
        DescribedEngine.savedModel(folder);
        Files.writeString(
                folder.resolve("meta.json"),
                "{\"type\": \"CARE\", \"axes\": \"ZYXC\", \"axes_div_by\": [4, 8, 8, 1]}");
        DescribedEngine engine =
                DescribedEngine.of(
                        "input",
                        new long[] {-1, -1, -1, -1, 1},
                        "output",
                        new long[] {-1, -1, -1, -1, 1});
        try (ModelBundle m = Models.open(folder, engine)) {
            assertThat(m.requireImageModel().axes()).isEqualTo("bzyxc");
            assertThat(m.requireImageModel().size('z')).isEqualTo(new Size.Stepped(4, 4));
            assertThat(m.task()).isEqualTo(Task.RESTORATION);
            assertThat(m.missing()).extracting(MissingFact::name).containsExactly("normalize");
        }
    }

    @Test
    void aBareSavedModelIsNamedByItsFolderItsParentOrItsFile() {
        Path parent = data("models/tiny-savedmodels/half_plus_two_tf2");
        Path version = parent.resolve("00000123");
        for (Path named : List.of(parent, version, version.resolve("saved_model.pb"))) {
            try (ModelBundle m = Models.open(named, CLASSIFIER)) {
                assertThat(m.format()).isEqualTo("SavedModel");
                assertThat(m.savedModel().resolve("saved_model.pb")).exists();
                assertThat(m.savedModel().getFileName()).hasToString("00000123");
                assertThat(m.source()).isEqualTo(named);
                assertThat(m.tensorflowVersion()).hasValue("2.16.1");
                assertThat(m.sha256()).hasSize(64);
            }
        }
    }

    @Test
    void whatABareSavedModelDoesNotSayIsAskedFor() throws IOException {
        Path model = DescribedEngine.savedModel(folder.resolve("net"));
        try (ModelBundle m = Models.open(model, CLASSIFIER)) {
            assertThat(m.requireImageModel().axes()).isEqualTo("byxc");
            assertThat(m.missing())
                    .extracting(MissingFact::name)
                    .containsExactly("labels", "normalize", "resize", "scores");
            assertThat(m.missingForSlides())
                    .extracting(MissingFact::name)
                    .endsWith("scores", "spacing");
            assertThatThrownBy(m::requireComplete)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("the names of its 2 classes, in the order of the output")
                    .hasMessageContaining("import-model model=" + model + " labels=<a,b>")
                    .hasMessageContaining("resize=<nearest|bilinear|area>");
        }
    }

    @Test
    void theOrderOfAxesIsTakenFromTheShapeOnlyWhereItShows() {
        assertThat(axes(-1, 224, 224, 3)).isEqualTo("byxc");
        assertThat(axes(-1, -1, -1, 40)).isEqualTo("byxc");
        assertThat(axes(-1, 3, 224, 224)).isEqualTo("bcyx");
        assertThat(axes(-1, -1, -1, -1)).isEmpty();
        assertThat(axes(-1, 3, 3, 3)).isEmpty();
        assertThat(axes(-1, 123, 21)).isEmpty();
    }

    private static String axes(long... shape) {
        return Signatures.axes(TensorInfo.of("t", ElementType.FLOAT32, shape));
    }

    @Test
    void aModelThatTakesNoImagesOpensButIsRefusedForImages() {
        Path model = data("models/not-an-image-model");
        DescribedEngine tabular =
                DescribedEngine.of("x", new long[] {-1, 123, 21}, "y", new long[] {-1, 1});
        try (ModelBundle m = Models.open(model, tabular)) {
            assertThatThrownBy(m::requireImageModel)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("not a model of images: its inputs are x [?,123,21]");
        }
    }

    @Test
    void severalSignaturesWithoutADefaultAreLeftToTheEngine() throws IOException {
        Path model = DescribedEngine.savedModel(folder.resolve("net"));
        TensorInfo t = TensorInfo.of("x", ElementType.INT64, -1);
        List<Signature> two =
                List.of(
                        new Signature("a", List.of(t), List.of(t)),
                        new Signature("b", List.of(t), List.of(t)));
        DescribedEngine engine =
                new DescribedEngine(new NetworkReport(two, Map.of(), List.of(), ""), null);
        try (ModelBundle m = Models.open(model, engine)) {
            assertThat(m.signature()).isEmpty();
            assertThat(m.inputs()).isEmpty();
            assertThatThrownBy(m::requireImageModel)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("which of its signatures");
            assertThat(m.notes()).singleElement().asString().contains("a, b");
        }
    }

    @Test
    void kerasFilesAreTranslatedAndAskForWhatTheyDoNotHold() throws IOException {
        Path file = Files.writeString(folder.resolve("pneumonia.h5"), "hdf");
        ImportedNetwork imported =
                new ImportedNetwork(
                        "sequential_1",
                        List.of(
                                new ImportedNetwork.Port(
                                        TensorInfo.of("in", ElementType.FLOAT32, -1, 150, 150, 1),
                                        "byxc",
                                        "")),
                        List.of(
                                new ImportedNetwork.Port(
                                        TensorInfo.of("out", ElementType.FLOAT32, -1, 1),
                                        "",
                                        "sigmoid")),
                        "Keras 2.4.0 HDF5",
                        List.of("optimizer ignored"));
        Path translated;
        try (ModelBundle m = Models.open(file, new DescribedEngine(null, imported))) {
            translated = m.savedModel();
            assertThat(translated).exists();
            assertThat(m.name()).isEqualTo("pneumonia");
            assertThat(m.format()).isEqualTo("Keras 2.4.0 HDF5");
            assertThat(m.scores()).hasValue(Scores.SIGMOID);
            assertThat(m.importLine())
                    .isEqualTo(
                            "java -jar coverslip.jar import-model model="
                                    + file
                                    + " labels=<a,b> normalize=<0..1|-1..1|caffe|samplewise|none|bgr"
                                    + "|mean;std> resize=<nearest|bilinear|area> output=<folder>");
            assertThat(m.toBuilder().labels(List.of("n", "y")).build().labels()).hasSize(2);
            ModelBundle three = m.toBuilder().labels(List.of("a", "b", "c")).build();
            assertThatThrownBy(three::requireMatchingLabels)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("3 labels are given for a single sigmoid output");
        }
        assertThat(translated).doesNotExist();
    }

    @Test
    void labelsMustBeAsManyAsOutputs() throws IOException {
        Path model = DescribedEngine.savedModel(folder.resolve("net"));
        try (ModelBundle m = Models.open(model, CLASSIFIER)) {
            m.toBuilder().labels(List.of("a", "b")).build().requireMatchingLabels();
            ModelBundle one = m.toBuilder().labels(List.of("a")).build();
            assertThatThrownBy(one::requireMatchingLabels)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("1 labels are given for 2 outputs");
        }
    }

    @Test
    void whatIsNoModelIsRefusedWithWhatIsLookedFor() throws IOException {
        refused(folder.resolve("missing.h5"), "there is no such file");
        refused(Files.createFile(folder.resolve("empty.keras")), "the file is empty");
        refused(Files.createDirectory(folder.resolve("none")), "no model is in this folder");
        refused(Files.createDirectory(folder.resolve("none2")), "rdf.yaml", "config.json", ".h5");
        refused(Files.writeString(folder.resolve("a.onnx"), "x"), "ONNX networks cannot be run");
        refused(Files.writeString(folder.resolve("a.pt"), "x"), "PyTorch networks cannot be run");
    }

    private static void refused(Path source, String... named) {
        assertThatThrownBy(() -> Models.open(source, CLASSIFIER))
                .isInstanceOf(RefusedException.class)
                .hasMessageContainingAll(named)
                .hasMessageStartingWith(source.toString());
    }
}
