package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every file of the reference collection gives the outputs that were computed for it in double
 * precision, or is refused in a sentence.
 */
class KerasArchitecturesTest {

    private static final Path ROOT =
            Path.of(System.getProperty("coverslip.data"), "models", "keras-architectures");
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private record Row(
            String file,
            List<String> inputs,
            List<String> expected,
            String demand,
            String tolerance) {

        static Row of(String line) {
            String[] c = line.split("\t");
            return new Row(c[0], List.of(c[2].split(",")), List.of(c[4].split(",")), c[6], c[7]);
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFileKeepsWhatTheIndexDemands(@TempDir Path folder) throws IOException {
        Path index = ROOT.resolve("index.tsv");
        Assumptions.assumeTrue(Files.exists(index), "skipped: " + index + " is missing");
        return Files.readAllLines(index).stream()
                .skip(1)
                .map(Row::of)
                .map(
                        row ->
                                dynamicTest(
                                        row.file() + " " + row.demand(),
                                        () ->
                                                assertTimeoutPreemptively(
                                                        LONGEST,
                                                        () -> check(row, fresh(folder, row)))));
    }

    private static Path fresh(Path folder, Row row) {
        return folder.resolve(row.file().replace('/', '-'));
    }

    private static void check(Row row, Path to) throws IOException {
        switch (row.demand()) {
            case "must-load" -> assertAgrees(row, to);
            case "must-refuse" -> assertRefused(row, to);
            case "may-refuse" -> {
                if (loads(row, to)) assertAgrees(row, to.resolveSibling(to.getFileName() + "-2"));
                else assertRefused(row, to);
            }
            default -> throw new AssertionError(row.demand());
        }
    }

    private static boolean loads(Row row, Path to) {
        try {
            new KerasImporter().importInto(ROOT.resolve(row.file()), to);
            return true;
        } catch (RefusedException e) {
            return false;
        }
    }

    private static void assertRefused(Row row, Path to) {
        Path file = ROOT.resolve(row.file());
        assertThatThrownBy(() -> new KerasImporter().importInto(file, to))
                .isInstanceOf(RefusedException.class)
                .message()
                .as("one sentence that names the file and the fault")
                .startsWith(file.toString())
                .endsWith(".")
                .doesNotContain("\n", "null", "Exception")
                .hasSizeLessThan(file.toString().length() + 400);
        assertThat(to).as("nothing is left behind").doesNotExist();
        assertThat(to.getParent().toFile().list((d, name) -> name.startsWith("."))).isEmpty();
    }

    private static void assertAgrees(Row row, Path to) throws IOException {
        ImportedNetwork network = new KerasImporter().importInto(ROOT.resolve(row.file()), to);
        assertThat(network.inputs()).hasSameSizeAs(row.inputs());
        assertThat(network.outputs()).hasSameSizeAs(row.expected());
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (int i = 0; i < row.inputs().size(); i++) {
            Tensor input = Npy.read(ROOT.resolve(row.inputs().get(i)));
            assertThat(network.inputs().get(i).tensor().accepts(input.shape())).isTrue();
            inputs.put(network.inputs().get(i).tensor().name(), input);
        }
        Map<String, Tensor> outputs;
        try (SavedModelRunner runner = new SavedModelRunner(to)) {
            outputs = runner.run(inputs);
        }
        for (int i = 0; i < row.expected().size(); i++) {
            Tensor expected = Npy.read(ROOT.resolve(row.expected().get(i)));
            ImportedNetwork.Port port = network.outputs().get(i);
            Tensor actual = outputs.get(port.tensor().name());
            assertThat(port.tensor().accepts(actual.shape()))
                    .as(port.tensor() + " announces " + actual)
                    .isTrue();
            assertThat(actual.shape()).isEqualTo(expected.shape());
            assertThat(relativeError(actual.floats(), expected.floats()))
                    .isLessThanOrEqualTo(Double.parseDouble(row.tolerance()));
        }
    }

    /** Largest |a - b| / (1 + |b|); NaN counts as infinite. */
    private static double relativeError(float[] a, float[] b) {
        double worst = 0;
        for (int i = 0; i < b.length; i++) {
            double error = Math.abs((double) a[i] - b[i]) / (1 + Math.abs((double) b[i]));
            worst = Math.max(worst, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
        }
        return worst;
    }
}
