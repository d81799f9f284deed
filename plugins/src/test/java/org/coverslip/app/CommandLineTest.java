package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return new CommandLine(print(out), print(err)).run(List.of(args));
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8).strip();
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void helpListsEveryCommandWithWhatItDoes() {
        assertThat(run("help")).isZero();
        assertThat(printed())
                .contains("classify", "import-model", "model-info", "predict", "macro", "demo");
        assertThat(run()).isZero();
    }

    @Test
    void helpOfACommandGivesItsInputsMenuAndMacroLine() {
        assertThat(run("help", "classify")).isZero();
        assertThat(printed())
                .contains("Plugins > Coverslip > Coverslip Classify...")
                .contains("run(\"Coverslip Classify...\"")
                .contains("One of tissue, all, rois.")
                .contains("Default: tissue");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clasify                                | clasify: there is no such command; did you mean classify?",
                "classify imput=x                       | imput: classify has no such input; did you mean input?",
                "classify x                             | x: this is not key=value;",
                "classify model=a model=b               | model=b: this input is given twice;",
                "classify batch=two                     | batch=two: this is not a whole number;",
                "classify trust=maybe                   | trust=maybe: this is neither true nor false;",
                "classify model=m batch=-1              | batch=-1.0: this is out of range;",
                "classify model=m region=tissues        | region=tissues: this is not a choice; use one of tissue, all, rois.",
                "classify model=m range=7               | range=7: this is not a range;",
                "classify                               | model: it is missing;",
                "classify model=m input=/no/such/place  | /no/such/place: there is no such file or folder;",
                "classify model=m                       | input: it is empty and no image is open;",
                "import-model output=o                  | model: it is missing;",
                "import-model model=/no/such output=o   | /no/such: there is no such",
                "model-info model=/no/such              | /no/such: there is no such",
                "predict model=m output=o               | input: it is missing;",
                "predict model=m input=a.npy output=b.npy device=tpu | device=tpu: this is not a device;",
                "macro file=/no/such.ijm                | /no/such.ijm: this macro cannot be read;",
            })
    void aWrongRequestEndsWithTwoAndOneSentence(String line, String sentence) {
        assertThat(run(line.strip().split(" +"))).isEqualTo(2);
        assertThat(said())
                .startsWith(sentence.strip())
                .endsWith(".")
                .doesNotContain("\n", "Exception");
    }
}
