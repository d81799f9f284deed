package org.coverslip.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.coverslip.RefusedException;
import org.coverslip.model.DescribedEngine;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.model.WeightsDigest;
import org.coverslip.model.step.Clip;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.model.step.Softmax;
import org.coverslip.model.step.Standardize;
import org.coverslip.slide.ValueRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BioimageioFormatTest {

    private static final DescribedEngine SEGMENTER =
            DescribedEngine.of(
                    "input", new long[] {-1, -1, -1, 1}, "output", new long[] {-1, -1, -1, 33});
    private static final DescribedEngine CLASSIFIER =
            DescribedEngine.of(
                    "input_1", new long[] {-1, 224, 224, 3}, "dense", new long[] {-1, 2});

    private static final String FOUR =
            """
            format_version: 0.4.10
            type: model
            name: StarDist H&E
            description: Nuclei
            authors: [{name: Ann}, {name: Bob}]
            cite: [{text: A paper, doi: 10.1/2}]
            license: BSD-3-Clause
            tags: [instance-segmentation, nuclei]
            inputs:
              - name: input
                axes: byxc
                data_type: float32
                data_range: [-.inf, .inf]
                shape: {min: [1, 80, 80, 1], step: [0, 16, 16, 0]}
                preprocessing:
                  - name: scale_range
                    kwargs: {mode: per_sample, axes: yx, min_percentile: 1.0, max_percentile: 99.8}
                  - name: zero_mean_unit_variance
                    kwargs: {mode: fixed, axes: yx, mean: [3.0], std: [2.0], eps: 0.01}
            outputs:
              - name: output
                axes: byxc
                data_type: float32
                halo: [0, 32, 32, 0]
                shape:
                  reference_tensor: input
                  scale: [1.0, 0.5, 0.5, 0.0]
                  offset: [0.0, -4.0, -4.0, 16.5]
            weights:
              tensorflow_saved_model_bundle: {source: ./weights, tensorflow_version: "2.11"}
            config: {stardist: {thresholds: {nms: 0.3, prob: 0.69}}}
            """;

    private static final String FIVE =
            """
            format_version: 0.5.3
            type: model
            name: Tumour
            inputs:
              - id: raw
                axes:
                  - {type: batch}
                  - {type: space, id: y, size: 224, unit: micrometer, scale: 0.5}
                  - {type: space, id: x, size: 224, unit: micrometer, scale: 0.5}
                  - {type: channel, channel_names: [red, green, blue]}
                data: {type: uint8, range: [0, 255]}
                preprocessing:
                  - id: clip
                    kwargs: {min: 0, max_percentile: 99, axes: [y, x]}
                  - id: zero_mean_unit_variance
                  - id: fixed_zero_mean_unit_variance
                    kwargs: {axis: channel, mean: [1, 2, 3], std: [4, 5, 6]}
            outputs:
              - id: scores
                axes:
                  - {type: batch}
                  - {type: channel, channel_names: [normal, tumour]}
                postprocessing:
                  - id: softmax
            weights:
              tensorflow_saved_model_bundle: {source: weights.zip, sha256: SHA}
            """;

    @TempDir Path folder;

    private Path withSavedModel(String description) throws IOException {
        DescribedEngine.savedModel(folder.resolve("weights"));
        return description(description);
    }

    private Path description(String text) throws IOException {
        Files.writeString(folder.resolve("rdf.yaml"), text);
        return folder;
    }

    private Path zip(String name, Map<String, String> entries) throws IOException {
        Path zip = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, String> e : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(e.getKey()));
                out.write(e.getValue().getBytes());
                out.closeEntry();
            }
        }
        return zip;
    }

    @Test
    void readsVersion04() throws IOException {
        try (ModelBundle m = Models.open(withSavedModel(FOUR), SEGMENTER)) {
            assertThat(m.format()).isEqualTo("bioimage.io 0.4");
            assertThat(m.name()).isEqualTo("StarDist H&E");
            assertThat(m.authors()).containsExactly("Ann", "Bob");
            assertThat(m.license()).hasValue("BSD-3-Clause");
            assertThat(m.cite().get(0).doi()).isEqualTo("10.1/2");
            assertThat(m.task()).isEqualTo(Task.SEGMENTATION);
            assertThat(m.tensorflowVersion()).hasValue("2.11");
            assertThat(m.savedModel()).isEqualTo(folder.resolve("weights"));
            InputSpec in = m.requireImageModel();
            assertThat(in.shapeText()).isEqualTo("[?,80+16n,80+16n,1]");
            assertThat(in.preprocessing())
                    .containsExactly(
                            new ScaleRange(1, 99.8, Reduction.over("yx"), 1e-6, Optional.empty()),
                            new FixedStandardize(List.of(3.0), List.of(2.01), Optional.empty()));
            assertThat(m.valueRange()).isEmpty();
            OutputSpec out = m.outputs().get(0);
            assertThat(out.halo('y')).isEqualTo(32);
            assertThat(out.channels()).hasValue(33);
            assertThat(out.size('x')).isEqualTo(new Size.Relative("input", 'x', 0.5, -8));
            assertThat(m.decoder().orElseThrow()).containsOnlyKeys("stardist");
        }
    }

    @Test
    void readsVersion05WithWeightsInAZip() throws IOException {
        Path weights =
                zip("weights.zip", Map.of("m/saved_model.pb", "graph", "m/variables/v", "1"));
        String text = FIVE.replace("SHA", WeightsDigest.ofFile(weights));
        Path unpacked;
        try (ModelBundle m = Models.open(description(text), CLASSIFIER)) {
            unpacked = m.savedModel();
            assertThat(unpacked.resolve("variables/v")).hasContent("1");
            InputSpec in = m.requireImageModel();
            assertThat(in.name()).isEqualTo("input_1");
            assertThat(in.axes()).isEqualTo("byxc");
            assertThat(in.fixedSize()).isTrue();
            assertThat(in.preprocessing())
                    .containsExactly(
                            new Clip(
                                    Optional.of(new Clip.Bound(0, false)),
                                    Optional.of(new Clip.Bound(99, true)),
                                    Reduction.over("yx")),
                            new Standardize(Reduction.ALL, 1e-6),
                            new FixedStandardize(
                                    List.of(1.0, 2.0, 3.0),
                                    List.of(4.0, 5.0, 6.0),
                                    Optional.of('c')));
            assertThat(in.oneSample()).isTrue();
            assertThat(m.valueRange()).hasValue(new ValueRange(0, 255));
            assertThat(m.spacing()).hasValue(0.5);
            assertThat(m.patch()).hasValue(224);
            assertThat(m.labels()).containsExactly("normal", "tumour");
            assertThat(m.outputs().get(0).postprocessing()).containsExactly(new Softmax('c'));
            assertThat(m.scores()).hasValue(Scores.SOFTMAX);
        }
        assertThat(unpacked).as("closing deletes what was unpacked").doesNotExist();
    }

    @Test
    void readsAZipOfTheWholeFolderAndTheDescriptionAlone() throws IOException {
        DescribedEngine.savedModel(folder.resolve("weights"));
        description(FOUR);
        Path zip =
                zip("model.zip", Map.of("m/rdf.yaml", FOUR, "m/weights/saved_model.pb", "graph"));
        try (ModelBundle fromZip = Models.open(zip, SEGMENTER);
                ModelBundle fromYaml = Models.open(folder.resolve("rdf.yaml"), SEGMENTER)) {
            assertThat(fromZip).isEqualTo(fromYaml);
        }
    }

    @Test
    void changedWeightsAreRefused() throws IOException {
        zip("weights.zip", Map.of("saved_model.pb", "graph"));
        String text = FIVE.replace("SHA", "0".repeat(64));
        refused(description(text), CLASSIFIER, "SHA-256 differs");
    }

    @Test
    void nothingIsDownloaded() throws IOException {
        String text = FOUR.replace("./weights", "https://example.org/weights.zip");
        refused(withSavedModel(text), SEGMENTER, "nothing is downloaded");
    }

    @Test
    void weightsOfOtherEnginesAreNamed() throws IOException {
        String text = FOUR.replace("tensorflow_saved_model_bundle", "onnx");
        refused(withSavedModel(text), SEGMENTER, "only has weights of kind onnx");
    }

    @Test
    void missingWeightsAreNamed() throws IOException {
        refused(description(FOUR), SEGMENTER, "weights that its description names are not there");
    }

    @Test
    void linksThatLeadOutsideAreRefused(@TempDir Path elsewhere) throws IOException {
        DescribedEngine.savedModel(elsewhere);
        Files.createSymbolicLink(folder.resolve("weights"), elsewhere);
        refused(description(FOUR), SEGMENTER, "leads outside");
        Files.delete(folder.resolve("weights"));
        DescribedEngine.savedModel(folder.resolve("weights"));
        Path secret = Files.writeString(elsewhere.resolve("secret"), "s");
        Files.createSymbolicLink(folder.resolve("weights/variables/stolen"), secret);
        refused(folder, SEGMENTER, "leads outside");
    }

    /** Each row: a piece of the description, what stands there instead, what the sentence names. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.4.10|0.9.1|format_version",
                "axes: byxc|axes: byxq|inputs[0].axes",
                "axes: byxc|axes: [b]|inputs[0].axes",
                "min: [1, 80, 80, 1]|min: [1, 80, 80]|inputs[0].shape.min",
                "min: [1, 80, 80, 1]|min: [1, eighty, 80, 1]|inputs[0].shape.min",
                "scale_range|scale_strange|inputs[0].preprocessing[0].name",
                "axes: yx, min_p|axes: q, min_p|inputs[0].preprocessing[0].kwargs.axes",
                "min_percentile: 1.0|min_percentile: 99.9|scale_range has impossible values",
                "eps: 0.01|eps: -1|inputs[0].preprocessing[1].kwargs.eps",
                "mode: fixed|mode: often|inputs[0].preprocessing[1].kwargs.mode",
                "std: [2.0]|std: [0.0, 1.0]|zero_mean_unit_variance has impossible values",
                "reference_tensor: input|reference_tensor: other|outputs[0].shape.reference_tensor",
                "scale: [1.0, 0.5, 0.5, 0.0]|scale: 1|outputs[0].shape.scale",
                "halo: [0, 32, 32, 0]|halo: [0, 32]|outputs[0].halo",
                "./weights|../weights|weights.tensorflow_saved_model_bundle.source",
                "./weights|/etc|weights.tensorflow_saved_model_bundle.source",
                "./weights|C:\\weights|weights.tensorflow_saved_model_bundle.source",
                "type: model|type: dataset|type",
                "inputs:|others:|inputs",
                "name: StarDist H&E|name: [a, b]|field name",
                "[{name: Ann}, {name: Bob}]|5|authors",
                "type: model|type: model\\ntype: model|not valid YAML",
                "config:|config: {coverslip: {task: cooking}}\\nunused:|config.coverslip.task",
                "config:|config: {coverslip: {spacing: -1}}\\nunused:|config.coverslip.spacing",
                "config:|config: {coverslip: {value_range: [1]}}\\nunused:|value_range",
            })
    void everyFieldOfTheWrongKindIsNamed(String from, String to, String named) throws IOException {
        String text = FOUR.replace(from, to.replace("\\n", "\n"));
        assertThat(text).isNotEqualTo(FOUR);
        refused(withSavedModel(text), SEGMENTER, named);
    }

    @Test
    void aDescriptionThatContradictsTheNetworkIsRefused() throws IOException {
        DescribedEngine other =
                DescribedEngine.of("input", new long[] {-1, 10}, "output", new long[] {-1, 2});
        refused(withSavedModel(FOUR), other, "the SavedModel takes [?,10]");
    }

    private static void refused(Path source, DescribedEngine engine, String named) {
        assertThatThrownBy(() -> Models.open(source, engine).close())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(named)
                .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(1));
    }
}
