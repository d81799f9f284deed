package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.coverslip.RealData;
import org.coverslip.report.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The main job as a user does it: a published network, fifty real X-rays, the jar in a shell. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CoverslipJarIT {

    @TempDir static Path dir;

    private static Path xrays;
    private static Path keras;

    @BeforeAll
    static void data() {
        xrays = RealData.at("chest-xray");
        keras = RealData.at("models/pneumonia-keras/pneumonia_model.h5");
    }

    private static JarProcess run(String... args) throws Exception {
        return JarProcess.run(dir, args);
    }

    @Test
    @Order(1)
    void aBareKerasFileIsRefusedWithTheLineThatSuppliesWhatItLacks() throws Exception {
        JarProcess classify = run("classify", "input=" + xrays, "model=" + keras, "output=none");
        assertThat(classify.exit()).isEqualTo(2);
        assertThat(classify.err().strip())
                .contains("labels", "normalize", "resize", "import-model model=" + keras)
                .doesNotContain("\n");
        assertThat(dir.resolve("none")).doesNotExist();
    }

    @Test
    @Order(2)
    void importModelMakesABundleFolder() throws Exception {
        JarProcess imported =
                run(
                        "import-model",
                        "model=" + keras,
                        "labels=normal,opacity",
                        "normalize=0..1",
                        "resize=nearest",
                        "output=pneumonia");
        assertThat(imported.err()).isEmpty();
        assertThat(imported.exit()).isZero();
        assertThat(dir.resolve("pneumonia/rdf.yaml")).exists();
    }

    @Test
    @Order(3)
    void classifyWritesOneRowPerImageAndNothingOnStderr() throws Exception {
        JarProcess classify = run("classify", "input=" + xrays, "model=pneumonia", "output=out");
        assertThat(classify.exit()).as(classify.err()).isZero();
        assertThat(classify.err()).isEmpty();
        Table summary = Table.read(dir.resolve("out/summary.csv"));
        assertThat(summary.columns())
                .containsExactly("image", "width", "height", "prediction", "normal", "opacity");
        assertThat(summary.rows()).hasSize(50);
        assertThat(dir.resolve("out/failures.csv")).doesNotExist();
        assertThat(dir.resolve("out/montage.png")).exists();
        assertThat(Files.readString(dir.resolve("out/run.json")))
                .contains("\"ran\": \"cpu\"", "\"status\": \"done\"");
    }

    @Test
    @Order(4)
    void aTruncatedImageIsOneLineInFailuresAndExitOne() throws Exception {
        Path copy = dir.resolve("copy");
        copyTree(xrays, copy);
        byte[] whole = Files.readAllBytes(copy.resolve("normal/IM-0001-0001.jpeg"));
        Files.write(copy.resolve("normal/broken.jpeg"), Arrays.copyOf(whole, whole.length / 2));
        JarProcess classify = run("classify", "input=copy", "model=pneumonia", "output=out2");
        assertThat(classify.exit()).isEqualTo(1);
        assertThat(Table.read(dir.resolve("out2/summary.csv")).rows()).hasSize(50);
        assertThat(Table.read(dir.resolve("out2/failures.csv")).rows())
                .singleElement()
                .satisfies(
                        row -> {
                            assertThat(row.get(0)).isEqualTo("normal/broken.jpeg");
                            assertThat(row.get(1))
                                    .contains("broken.jpeg")
                                    .endsWith(".")
                                    .doesNotContain("Exception");
                        });
    }

    @Test
    @Order(5)
    void theSameLineAgainSkipsWhatIsDoneAndRetriesWhatFailed() throws Exception {
        Path broken = dir.resolve("copy/normal/broken.jpeg");
        Files.copy(
                dir.resolve("copy/normal/IM-0001-0001.jpeg"),
                broken,
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        byte[] before = Files.readAllBytes(dir.resolve("out2/summary.csv"));
        JarProcess classify = run("classify", "input=copy", "model=pneumonia", "output=out2");
        assertThat(classify.exit()).isZero();
        assertThat(Table.read(dir.resolve("out2/summary.csv")).rows()).hasSize(51);
        assertThat(Files.readString(dir.resolve("out2/run.json"))).contains("\"kept\": 50");
        List<String> lines = Files.readAllLines(dir.resolve("out2/summary.csv"));
        lines.removeIf(line -> line.startsWith("normal/broken"));
        assertThat(String.join("\n", lines) + "\n")
                .isEqualTo(new String(before, java.nio.charset.StandardCharsets.UTF_8));
    }

    @Test
    @Order(6)
    void theMacroGivesTheSameTable() throws Exception {
        Path macro =
                Path.of(System.getProperty("coverslip.macros"), "Classify_Folder.ijm")
                        .toAbsolutePath();
        JarProcess run = run("macro", "file=" + macro, "argument=" + xrays + ",pneumonia,by-macro");
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.out()).contains("50 images classified");
        assertThat(dir.resolve("by-macro/summary.csv"))
                .hasSameTextualContentAs(dir.resolve("out/summary.csv"));
    }

    @Test
    @Order(7)
    void theFirstPredictionStandsWithinSixSecondsOfTheStart() throws Exception {
        Path one = Files.createDirectories(dir.resolve("one"));
        Files.copy(xrays.resolve("normal/IM-0001-0001.jpeg"), one.resolve("a.jpeg"));
        JarProcess classify = run("classify", "input=one", "model=pneumonia", "output=out-one");
        assertThat(classify.exit()).isZero();
        System.out.println("first prediction, JVM start to exit: " + classify.seconds() + " s");
        assertThat(classify.seconds()).isLessThan(6);
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            files.forEach(
                    f -> {
                        try {
                            Path target = to.resolve(from.relativize(f).toString());
                            if (Files.isDirectory(f)) Files.createDirectories(target);
                            else Files.copy(f, target);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
