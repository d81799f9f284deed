package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.coverslip.app.CommandLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MakeSlideCommandTest {

    @TempDir Path dir;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... inputs) {
        String[] line =
                Stream.concat(Stream.of("make-slide"), Stream.of(inputs)).toArray(String[]::new);
        PrintStream to = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLine(to, to).run(List.of(line));
    }

    @Test
    void oneLineMakesASlideAndItsTruth() throws IOException {
        Path slide = dir.resolve("s.tif");
        int exit =
                run("output=" + slide, "width=1500", "height=700", "tissue=0.4", "outlines=true");
        assertThat(exit).as(err.toString(StandardCharsets.UTF_8)).isZero();
        BufferedImage picture = ImageIO.read(slide.toFile());
        assertThat(picture.getWidth()).isEqualTo(1500);
        assertThat(picture.getHeight()).isEqualTo(700);
        try (Stream<Path> files = Files.list(dir)) {
            assertThat(files.map(f -> f.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "s.tif",
                            "s.json",
                            "s-regions.geojson",
                            "s-nuclei.csv",
                            "s-nuclei.geojson");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "width=300                | output: it is missing;",
                "output=s.png             | s.png: a slide is written as TIFF;",
                "output=s.tif width=10    | width=10: this is out of range;",
                "output=s.tif tissue=2    | tissue=2.0: this is out of range;",
                "output=s.tif spacing=5   | spacing=5.0: this is out of range;",
                "output=s.tif textures=7  | textures=7: this is out of range;",
                "output=s.tif ratios=1,x  | ratios=1,x: these are not numbers;",
                "output=s.tif ratios=1,2  | ratios: 2 were given for 0 textures;",
                "output=s.tif tile=100    | tile=100: this is no size of a tile;",
                "output=s.tif factor=3    | factor=3: this is not a choice;",
                "output=s.tif quality=0   | quality=0: this is out of range;",
                "output=s.tif compression=lzw | compression=lzw: this is not a choice;",
                "output=/dev/null/s.tif width=300 height=300 | /dev/null/s-regions.geojson: it cannot be written",
            })
    void aWrongRequestEndsWithTwoAndOneSentence(String line, String sentence) throws IOException {
        assertThat(run(line.strip().split(" +"))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .startsWith(sentence.strip())
                .endsWith(".")
                .doesNotContain("\n", "Exception");
        assertThat(Path.of("s.tif")).doesNotExist();
    }
}
