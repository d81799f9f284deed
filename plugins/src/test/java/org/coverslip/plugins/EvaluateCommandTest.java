package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.app.CommandLine;
import org.coverslip.report.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Predictions and truth in, a table of areas beside the predictions. */
class EvaluateCommandTest {

    @TempDir Path dir;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int evaluate(String truth, String... more) throws IOException {
        Files.writeString(
                dir.resolve("summary.csv"),
                "image,prediction,a,b\n1.png,a,0.9,0.1\n2.png,a,0.8,0.2\n3.png,b,0.3,0.7\n4.png,b,0.85,0.15\n");
        Files.writeString(dir.resolve("truth.csv"), truth);
        PrintStream sink = new PrintStream(err, true, StandardCharsets.UTF_8);
        List<String> args =
                new java.util.ArrayList<>(
                        List.of(
                                "evaluate",
                                "predictions=" + dir.resolve("summary.csv"),
                                "truth=" + dir.resolve("truth.csv"),
                                "show=false"));
        args.addAll(List.of(more));
        return new CommandLine(new PrintStream(new ByteArrayOutputStream()), sink).run(args);
    }

    @Test
    void writesAnAreaPerLabelWithItsLimits() throws IOException {
        assertThat(evaluate("image,label\n1.png,a\n2.png,a\n3.png,b\n4.png,b\n")).isZero();
        Table table = Table.read(dir.resolve("auc.csv"));
        assertThat(table.columns()).startsWith("label", "auc", "auc_low", "auc_high");
        // Of the four pairs of an a and a b, 2.png against 4.png is the wrong way round.
        assertThat(table.rows().get(0).subList(0, 2)).isEqualTo(List.of("a", "0.75"));
        assertThat(table.rows().get(1).subList(0, 2)).isEqualTo(List.of("b", "0.75"));
    }

    @Test
    void aTruthThatDoesNotFitIsOneSentence() throws IOException {
        assertThat(evaluate("image,label\n1.png,a\n2.png,b\n", "group=patient")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .contains("it has no column \"patient\"; use one of image, label")
                .doesNotContain("\n");
        assertThat(dir.resolve("auc.csv")).doesNotExist();
    }
}
