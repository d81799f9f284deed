package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.coverslip.SmallNetworks;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a slide, then the same command: as if nothing had happened. */
class KilledRunIT {

    @TempDir Path dir;

    @Test
    @Timeout(240)
    void theResultEqualsAnUndisturbedRunByteForByte() throws Exception {
        Path slide = dir.resolve("slide.tif");
        MakeSlide.of(SlideParameters.of(5, 5000, 4000).withTissue(0.9)).write(slide);
        SmallNetworks.brightness(dir.resolve("bundle"), 64, 0.5);
        String[] line = {
            "classify", "input=slide.tif", "model=bundle", "overlap=0.75", "output=whole"
        };
        assertThat(JarProcess.run(dir, line).exit()).isZero();

        line[4] = "output=killed";
        Process process =
                new ProcessBuilder(command(line))
                        .directory(dir.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("killed.log").toFile())
                        .start();
        Path journal = dir.resolve("killed/slide.tif/.tiles.csv.journal");
        while (process.isAlive() && (!Files.exists(journal) || Files.size(journal) < 100_000))
            Thread.sleep(5);
        process.destroyForcibly();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(dir.resolve("killed/slide.tif/tiles.csv"))
                .as("killed too late to test anything")
                .doesNotExist();

        assertThat(JarProcess.run(dir, line).exit()).isZero();

        for (String file :
                List.of(
                        "summary.csv",
                        "slide.tif/tiles.csv",
                        "topk.csv",
                        "slide.tif/heatmap.tif")) {
            assertThat(dir.resolve("killed").resolve(file))
                    .hasSameBinaryContentAs(dir.resolve("whole").resolve(file));
        }
    }

    private static List<String> command(String[] line) {
        List<String> command =
                new java.util.ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                System.getProperty("coverslip.jar")));
        command.addAll(List.of(line));
        return command;
    }
}
