package org.coverslip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import ij.measure.ResultsTable;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.plugins.CommandRun;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.module.Module;

/** A macro in Fiji that asks for something wrong: one sentence where its author will look. */
class RefusalsTest {

    @TempDir static Path dir;

    private static Context fiji;

    @BeforeAll
    static void start() throws Exception {
        fiji = new Context();
        SmallNetworks.brightness(dir.resolve("model"), 8, 0);
        BufferedImage picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, "png", dir.resolve("a.png").toFile());
    }

    @AfterAll
    static void stop() {
        fiji.dispose();
    }

    private static Module classify(String output, String more) {
        String line = "input=[%s] model=[%s] output=[%s] %s";
        return FijiMacro.run(
                fiji,
                "classify",
                line.formatted(
                        dir.resolve("a.png"), dir.resolve("model"), dir.resolve(output), more));
    }

    private static String record(String file) throws Exception {
        return Files.readString(dir.resolve(file));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bath=4 | bath: classify has no such input; did you mean batch?",
                "Batch=4 | Batch: classify has no such input; did you mean batch?",
                "batch=abc | batch=abc: this is not a whole number",
                "batch=3.7 | batch=3.7: this is not a whole number",
                "batch=5000 | batch=5000: this is out of range; use 0 to 1024",
                "overlap=NaN | overlap=NaN: this is not a number",
                "region=tisue | region=tisue: this is not a choice; use one of tissue, all, rois",
                "trust=maybe | trust=maybe: this is neither true nor false",
                "device=tpu | device=tpu"
            })
    void aWrongKeyOrValueIsOneSentenceInRunJson(String key, String sentence) throws Exception {
        String out = "out-" + key.replaceAll("\\W", "_");
        Module module = classify(out, key);
        assertThat(module.getOutput("failed")).isEqualTo(CommandRun.REFUSED);
        assertThat(record(out + "/run.json"))
                .contains("\"status\": \"refused\"", sentence, "\"command\": \"classify\"");
    }

    @Test
    void aBareWordTicksTheBoxAndWhatIsNotGivenHasItsDefault() {
        Module module = classify("out-bare", "trust show=false");
        assertThat(module.getOutput("failed")).isEqualTo(0);
        assertThat(module.getInput("trust")).isEqualTo(true);
        assertThat(module.getInput("batch")).isEqualTo(0);
        Module next = classify("out-bare", "batch=2 show=false");
        assertThat(next.getInput("batch")).isEqualTo(2);
        assertThat(classify("out-bare", "show=false").getInput("batch"))
                .as("not what the line before it had")
                .isEqualTo(0);
    }

    @Test
    void aGoodRunIsNeverTouchedAndTheNextOneClearsTheRefusal() throws Exception {
        classify("out-good", "show=false");
        String good = record("out-good/run.json");
        assertThat(good).contains("\"status\": \"done\"");
        String rows = record("out-good/summary.csv");

        classify("out-good", "region=nowhere");
        assertThat(record("out-good/run.json")).isEqualTo(good);
        assertThat(record("out-good/summary.csv")).isEqualTo(rows);
        assertThat(record("out-good/refused.json")).contains("region=nowhere");

        classify("out-good", "show=false");
        assertThat(dir.resolve("out-good/refused.json")).doesNotExist();
        assertThat(record("out-good/summary.csv")).isEqualTo(rows);
    }

    @Test
    void aMacroFindsNoRowsOfAnEarlierRun() {
        classify("out-rows", "show=true");
        assertThat(ResultsTable.getResultsTable().size()).isOne();
        classify("out-rows", "region=nowhere");
        assertThat(ResultsTable.getResultsTable().size()).isZero();
    }

    @Test
    void aRefusedFolderIsAsGoodAsNew() throws Exception {
        classify("out-retry", "region=nowhere");
        classify("out-retry", "region=somewhere");
        assertThat(record("out-retry/run.json")).contains("region=somewhere");
        classify("out-retry", "show=false");
        assertThat(record("out-retry/run.json"))
                .contains("\"status\": \"done\"")
                .doesNotContain("earlier run");
        assertThat(dir.resolve("out-retry/refused.json")).doesNotExist();
    }

    @Test
    void aModelThatIsNotThereIsToldToo() throws Exception {
        FijiMacro.run(
                fiji,
                "classify",
                "input=" + dir.resolve("a.png") + " model=none output=" + dir + "/n");
        assertThat(record("n/run.json")).contains("none: there is no such file or folder");
    }

    @Test
    void noFolderIsMadeWhereNoneWasAskedFor() {
        String line = "input=%s model=%s region=nowhere".formatted(dir.resolve("a.png"), "none");
        Module module = FijiMacro.run(fiji, "classify", line);
        assertThat(module.getOutput("failed")).isEqualTo(CommandRun.REFUSED);
        assertThat(dir.resolve("a.png-coverslip")).doesNotExist();
        FijiMacro.run(fiji, "classify", "input=x model=y output=" + dir.resolve("no/such/place"));
        assertThat(dir.resolve("no")).doesNotExist();
    }

    @Test
    void theFolderOfANewModelStaysFree() {
        FijiMacro.run(fiji, "import-model", "model=none output=" + dir.resolve("bundle"));
        assertThat(dir.resolve("bundle")).doesNotExist();
    }
}
