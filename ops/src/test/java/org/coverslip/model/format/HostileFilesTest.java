package org.coverslip.model.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.coverslip.RefusedException;
import org.coverslip.model.DescribedEngine;
import org.coverslip.model.Models;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to do harm end in one sentence, soon, and leave nothing behind. */
class HostileFilesTest {

    private static final DescribedEngine ENGINE =
            DescribedEngine.of("input", new long[] {-1, -1, -1, 1}, "out", new long[] {-1, 2});

    private static final String VALID =
            """
            format_version: 0.5.3
            type: model
            name: n
            inputs:
              - id: raw
                axes:
                  - {type: batch}
                  - {type: space, id: y, size: {min: 16, step: 8}}
                  - {type: space, id: x, size: {min: 16, step: 8}}
                  - {type: channel, channel_names: [grey]}
                preprocessing: [{id: scale_linear, kwargs: {gain: 2.0}}]
            outputs:
              - id: out
                axes: [{type: batch}, {type: channel, channel_names: [a, b]}]
            weights: {tensorflow_saved_model_bundle: {source: weights}}
            config: {coverslip: {labels: [u, v], decoder: {k: [1, {z: 2}]}}}
            """;

    @TempDir Path folder;

    private void refusedSoon(Path source) {
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () ->
                        assertThatThrownBy(() -> Models.open(source, ENGINE))
                                .isInstanceOf(RefusedException.class));
    }

    private Path yaml(String text) throws IOException {
        DescribedEngine.savedModel(folder.resolve("weights"));
        Files.writeString(folder.resolve("rdf.yaml"), text);
        return folder;
    }

    @Test
    void aYamlBombDoesNotUnfold() throws IOException {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("a" + i + ": &a" + i + " [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(8)).append("x]\n");
        }
        refusedSoon(yaml(VALID + bomb));
    }

    @Test
    void anAliasThatHoldsItselfIsRefused() throws IOException {
        refusedSoon(yaml(VALID.replace("decoder: {k", "decoder: &d {self: *d, k")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void deepNestingDoesNotOverflowTheStack(String opening) throws IOException {
        refusedSoon(yaml(VALID + "deep: \n  " + opening.repeat(100_000)));
    }

    @Test
    void aHugeOrBinaryDescriptionIsRefused() throws IOException {
        refusedSoon(yaml(VALID + "long: " + "x".repeat(3_000_000)));
        Files.write(folder.resolve("rdf.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
        refusedSoon(folder);
    }

    @Test
    void anAxisWithoutAnyChannelIsRefused() throws IOException {
        refusedSoon(yaml(VALID.replace("channel_names: [grey]", "channel_names: []")));
        refusedSoon(yaml(VALID.replace("channel_names: [a, b]", "channel_names: []")));
    }

    @Test
    void tagsMakeNoObjects() throws IOException {
        refusedSoon(yaml(VALID.replace("name: n", "name: !!java.net.URL [\"http://localhost\"]")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "a/../../evil", "/tmp/evil", "..\\evil", "C:\\evil"})
    void zipSlipIsRefused(String name) throws IOException {
        Path zip = folder.resolve("m.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("saved_model.pb"));
            out.write(1);
            out.putNextEntry(new ZipEntry(name));
            out.write(1);
        }
        assertThatThrownBy(() -> Models.open(zip, ENGINE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("leads outside");
    }

    @Test
    void aZipOfCountlessFilesIsRefused() throws IOException {
        Path zip = folder.resolve("m.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (int i = 0; i <= Unzip.MAX_ENTRIES; i++) out.putNextEntry(new ZipEntry("f" + i));
        }
        refusedSoon(zip);
    }

    @Test
    void aTruncatedZipIsRefused() throws IOException {
        Path zip = folder.resolve("m.zip");
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("saved_model.pb"));
            out.write(new byte[10_000]);
        }
        byte[] bytes = Files.readAllBytes(zip);
        Files.write(zip, java.util.Arrays.copyOf(bytes, bytes.length / 2));
        refusedSoon(zip);
    }

    @Test
    void deepJsonIsRefused() throws IOException {
        DescribedEngine.savedModel(folder);
        String json = "{\"patch_size_pixels\": " + "[".repeat(50_000);
        Files.writeString(folder.resolve("config.json"), json);
        refusedSoon(folder);
    }

    /** Whatever is put in the place of any part, a description is read or refused in a sentence. */
    @Property(tries = 1500)
    void damagedDescriptionsNeverEndInAnotherException(@ForAll("damaged") String text)
            throws IOException {
        Path dir = Files.createTempDirectory("hostile");
        try {
            DescribedEngine.savedModel(dir.resolve("weights"));
            Files.write(dir.resolve("rdf.yaml"), text.getBytes(StandardCharsets.UTF_8));
            Models.open(dir, ENGINE).close();
        } catch (RefusedException expected) {
            assertThat(expected.getMessage()).endsWith(".");
        } finally {
            for (String f :
                    new String[] {
                        "rdf.yaml",
                        "weights/saved_model.pb",
                        "weights/variables/variables.index",
                        "weights/variables",
                        "weights",
                        ""
                    }) {
                Files.deleteIfExists(dir.resolve(f));
            }
        }
    }

    @Provide
    Arbitrary<String> damaged() {
        Arbitrary<Integer> at = Arbitraries.integers().between(0, VALID.length() - 1);
        Arbitrary<Integer> cut = Arbitraries.integers().between(0, 30);
        Arbitrary<String> piece =
                Arbitraries.of(
                        "",
                        "-1",
                        "0",
                        "1e999",
                        ".nan",
                        "null",
                        "[]",
                        "{}",
                        "[[1]]",
                        "{a: b}",
                        "~",
                        "\n",
                        "\t",
                        ": ",
                        "- ",
                        "&a ",
                        "*a",
                        "!!map ",
                        "'",
                        "\"",
                        "9999999999",
                        "true",
                        "batch",
                        "space",
                        "%",
                        "\u0000",
                        "|",
                        ">",
                        "#",
                        "? ");
        return Combinators.combine(at, cut, piece)
                .as(
                        (i, n, p) ->
                                VALID.substring(0, i)
                                        + p
                                        + VALID.substring(Math.min(VALID.length(), i + n)));
    }
}
