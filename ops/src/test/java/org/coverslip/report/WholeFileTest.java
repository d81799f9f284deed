package org.coverslip.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeFileTest {

    @TempDir Path dir;

    @Test
    void aWriteThatFailsHalfWayLeavesTheEarlierFileAndNothingElse() throws IOException {
        Path file = Files.writeString(dir.resolve("summary.csv"), "earlier");
        assertThatThrownBy(
                        () ->
                                WholeFile.write(
                                        file,
                                        out -> {
                                            out.write(new byte[1 << 20]);
                                            throw new IOException("No space left on device");
                                        }))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("No space left on device");
        assertThat(file).hasContent("earlier");
        try (var left = Files.list(dir)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void foldersOnTheWayAreMade() {
        Path file = dir.resolve("a/b/c.txt");
        WholeFile.write(file, out -> out.write('x'));
        assertThat(file).hasContent("x");
    }

    @Test
    void tablesComeBackAsTheyWere() {
        Table table =
                new Table(
                        List.of("image", "label, long"),
                        List.of(List.of("a \"b\".png", "line\nbreak"), List.of("ü", "")));
        table.write(dir.resolve("t.csv"));
        assertThat(Table.read(dir.resolve("t.csv"))).isEqualTo(table);
    }

    @Test
    void aTableWithAShortRowIsRefusedByName() throws IOException {
        Path file = Files.writeString(dir.resolve("short.csv"), "a,b\n1\n");
        assertThatThrownBy(() -> Table.read(file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("short.csv");
    }

    @ParameterizedTest
    @CsvSource({
        "0.1,0.1",
        "0.30000001192092896,0.3",
        "1e-6,0.000001",
        "123456.789,123456.8",
        "-0.0,0",
        "1e-30,1E-30"
    })
    void numbersCarrySevenDigits(double value, String text) {
        assertThat(Numbers.text(value)).isEqualTo(text);
    }

    @Test
    void numbersThatAreNoneAreWrittenAsNumPyReadsThem() {
        assertThat(List.of(Numbers.text(Double.NaN), Numbers.text(Double.NEGATIVE_INFINITY)))
                .containsExactly("NaN", "-Inf");
    }
}
