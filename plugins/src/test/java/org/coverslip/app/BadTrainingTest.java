package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.TissuePictures;
import org.coverslip.report.Table;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who asks for a training that cannot be done. */
class BadTrainingTest {

    @TempDir Path dir;

    private Path input;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void pictures() throws Exception {
        input = dir.resolve("in");
        TissuePictures.write(input, 8, 16, 1);
    }

    private int run(String... more) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "train",
                                "input=" + input,
                                "output=" + dir.resolve("out"),
                                "epochs=1",
                                "batch=8",
                                "show=false"));
        for (String own : more) {
            line.removeIf(given -> given.split("=")[0].equals(own.split("=")[0]));
            line.add(own);
        }
        PrintStream sink = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLine(sink, sink).run(line);
    }

    private void refused(String why, String... more) {
        assertThat(run(more)).isEqualTo(2);
        assertThat(said().strip()).contains(why).endsWith(".").doesNotContain("Exception", "\n");
        err.reset();
        assertThat(dir.resolve("out/model")).doesNotExist();
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void wrongNumbersAndNamesAreRefusedBeforeAnyPictureIsRead() {
        refused("there is no such network; use one of small", "network=huge");
        refused("network=plain-7", "network=plain-7");
        refused("epochs=0: this is out of range", "epochs=0");
        refused("epochs=ten", "epochs=ten");
        refused("rate=-1.0: no network learns at this rate", "rate=-1");
        refused("augment=blur: this is not known", "augment=blur");
        refused("normalize=odd: this normalisation is not known", "normalize=odd");
        refused("size=4: no network takes such pictures", "size=4");
        refused("there is no such fold", "folds=3", "fold=4");
        refused("there is no such file; give the .h5", "model=none.h5", "normalize=0..1");
        refused("it does not say how pixel values become its input", "model=none.h5");
    }

    @Test
    void foldersThatSayNothingAreRefused() throws Exception {
        Path empty = Files.createDirectories(dir.resolve("empty"));
        refused("no file in this folder is named like an image", "input=" + empty);
        refused("there is no such file or folder", "input=" + dir.resolve("nowhere"));
        refused("nothing says what its images show", "input=" + input.resolve("normal"));
        refused("it is missing; give input=", "input=");
    }

    @Test
    void aSingleClassIsRefused() {
        refused("is called other; use the folders' names", "labels=normal,other");
        refused("all its images are of one class, normal; add images", "labels=normal");
    }

    @Test
    void aClassWithOneImageIsRefused() throws Exception {
        Path lonely = Files.createDirectories(input.resolve("lonely"));
        Files.copy(input.resolve("normal/s1_0.png"), lonely.resolve("one.png"));
        refused("the class lonely has only one image, so it cannot be both learned and checked");
    }

    @Test
    void aTableThatFitsNoFileOrLeaksAPatientIsRefused() throws Exception {
        Path table =
                Files.writeString(dir.resolve("t.csv"), "file,label\nx.png,normal\ny.png,tumour\n");
        refused("none of its 2 rows names an image", "labels=" + table);
        List<String> lines = new ArrayList<>(List.of("file,label,group,split"));
        for (String kind : List.of("normal", "tumour")) {
            for (int i = 0; i < 6; i++) {
                String set = i < 4 ? "train" : "validation";
                lines.add(kind + "/s1_" + i + ".png," + kind + ",patient " + i % 5 + "," + set);
            }
        }
        Files.write(table, lines);
        refused(
                "patient 0 (training and validation) is in more than one set; keep all images of a"
                        + " patient",
                "labels=" + table);
    }

    @Test
    void anUnreadableImageIsAFailureWithASentenceAndTheRestIsLearned() throws Exception {
        Files.writeString(input.resolve("normal/broken.png"), "this is no picture");
        assertThat(run()).isEqualTo(1);
        assertThat(said()).contains("1 image failed").doesNotContain("Exception");
        Table failures = Table.read(dir.resolve("out/failures.csv"));
        assertThat(failures.rows()).hasSize(1);
        assertThat(failures.rows().get(0).get(0)).isEqualTo("normal/broken.png");
        assertThat(failures.rows().get(0).get(1)).endsWith(".");
        assertThat(dir.resolve("out/model/rdf.yaml")).exists();
    }

    @Test
    void aLossThatIsNoNumberStopsItAndSaysAtWhichStep() {
        int exit =
                run(
                        "network=plain-6",
                        "optimizer=sgd",
                        "rate=10",
                        "schedule=constant",
                        "epochs=50");
        assertThat(exit).isEqualTo(1);
        assertThat(dir.resolve("out/run.json"))
                .content()
                .containsPattern("loss: it became (NaN|Infinity) at step \\d+ \\(epoch \\d+\\)");
    }

    @Test
    void anOutputThatHoldsSomethingElseIsLeftAlone() throws Exception {
        Path other = Files.createDirectories(dir.resolve("out/model"));
        Files.writeString(other.resolve("thesis.txt"), "three years of work");
        assertThat(run()).isEqualTo(2);
        assertThat(said()).contains("holds no network of an earlier run");
        assertThat(other.resolve("thesis.txt")).hasContent("three years of work");
    }
}
