package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.coverslip.TissuePictures;
import org.coverslip.report.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A classifier from pictures to predictions, each step in a JVM of its own. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TrainIT {

    private static final String[] TRAIN = {
        "train",
        "input=pictures",
        "output=out",
        "group=(s\\d+)_",
        "augment=flip,rotate,brightness=0.2,stain=0.4",
        "validation=0.2",
        "test=0.2",
        "epochs=40",
        "rate=0.003",
        "seed=1",
        "show=false"
    };

    @TempDir static Path dir;

    @BeforeAll
    static void pictures() throws Exception {
        TissuePictures.write(dir.resolve("pictures"), 400, 64, 100);
    }

    @Test
    @Order(1)
    void itLearnsNoisyTissueOfManyStains() throws Exception {
        JarProcess run = JarProcess.run(dir, TRAIN);
        assertThat(run.exit()).as(run.err()).isZero();
        assertThat(run.seconds()).isLessThan(180);

        Table summary = Table.read(dir.resolve("out/summary.csv"));
        assertThat(accuracy(summary, "test")).isGreaterThanOrEqualTo(0.97);
        assertThat(accuracy(summary, "validation")).isGreaterThanOrEqualTo(0.97);
        assertThat(dir.resolve("out")).isDirectoryNotContaining("glob:**.part");
        for (String file :
                List.of(
                        "history.csv",
                        "history.png",
                        "classes.png",
                        "confusion.csv",
                        "split.csv",
                        "run.json",
                        "model/rdf.yaml",
                        "model/training.json")) {
            assertThat(dir.resolve("out").resolve(file)).isNotEmptyFile();
        }
        assertThat(Files.readString(dir.resolve("out/model/training.json")))
                .contains("\"dataSha256\": \"", "\"seed\": \"1\"", "test accuracy");
    }

    private static double accuracy(Table summary, String part) {
        int set = summary.columns().indexOf("set");
        int truth = summary.columns().indexOf("truth");
        int said = summary.columns().indexOf("prediction");
        int right = 0;
        int all = 0;
        for (List<String> row : summary.rows()) {
            if (!row.get(set).equals(part)) continue;
            all++;
            if (row.get(truth).equals(row.get(said))) right++;
        }
        assertThat(all).isGreaterThan(200);
        return right / (double) all;
    }

    @Test
    @Order(2)
    void classifyInAnotherJvmSaysTheSameOfTheSamePictures() throws Exception {
        JarProcess run =
                JarProcess.run(
                        dir,
                        "classify",
                        "input=pictures",
                        "model=out/model",
                        "output=classified",
                        "show=false");
        assertThat(run.exit()).as(run.err()).isZero();

        Map<String, List<String>> again = new HashMap<>();
        Table classified = Table.read(dir.resolve("classified/summary.csv"));
        classified.rows().forEach(r -> again.put(r.get(0), r));
        Table trained = Table.read(dir.resolve("out/summary.csv"));
        for (List<String> row : trained.rows()) {
            for (String label : List.of("normal", "stroma", "tumour")) {
                double then = Double.parseDouble(row.get(trained.columns().indexOf(label)));
                String now = again.get(row.get(0)).get(classified.columns().indexOf(label));
                assertThat(Double.parseDouble(now)).isCloseTo(then, within(1e-5));
            }
        }
    }

    @Test
    @Order(3)
    @Timeout(600)
    void aRunThatIsKilledGoesOnToTheSameBits() throws Exception {
        List<String> line = new ArrayList<>(List.of(TRAIN));
        line.set(7, "epochs=4");
        line.add("threads=1");
        line.set(2, "output=whole");
        assertThat(JarProcess.run(dir, line.toArray(new String[0])).exit()).isZero();

        line.set(2, "output=killed");
        Process process = start(line);
        Path history = dir.resolve("killed/history.csv");
        while (process.isAlive() && epochs(history) < 2) Thread.sleep(20);
        // NB: in the middle of the third epoch, or so.
        Thread.sleep(200);
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dir.resolve("killed/model")).as("killed too late to test").doesNotExist();

        assertThat(JarProcess.run(dir, line.toArray(new String[0])).exit()).isZero();

        for (String file : List.of("summary.csv", "model/saved_model.zip", "split.csv")) {
            assertThat(dir.resolve("killed").resolve(file))
                    .hasSameBinaryContentAs(dir.resolve("whole").resolve(file));
        }
        assertThat(Table.read(history).rows()).hasSize(4);
    }

    private static int epochs(Path history) throws IOException {
        return Files.exists(history) ? Files.readAllLines(history).size() - 1 : 0;
    }

    private static Process start(List<String> line) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-jar", System.getProperty("coverslip.jar")));
        command.addAll(line);
        return new ProcessBuilder(command)
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("killed.log").toFile())
                .start();
    }
}
