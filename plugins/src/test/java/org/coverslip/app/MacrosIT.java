package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every macro that people copy runs in plain ImageJ without a display. */
class MacrosIT {

    private static final Path MACROS =
            Path.of(System.getProperty("coverslip.macros", "../macros")).toAbsolutePath();

    /** The argument of each macro, how many rows its summary must have, and what it prints. */
    private static final Map<String, Run> RUNS =
            Map.of(
                    "Classify_Folder.ijm",
                            new Run("pictures,network,out-pictures", 2, "a b.png: dark"),
                    "Detect_Folder.ijm", new Run("slides,nuclei-boxes,out-boxes", 1, "s.tif: "),
                    "Classify_Slides.ijm",
                            new Run("slides,slide-network,out-slides", 1, "s.tif: light"));

    @TempDir static Path dir;

    private record Run(String argument, int rows, String said) {}

    @BeforeAll
    static void material() throws Exception {
        SmallNetworks.brightness(dir.resolve("network"), 8, 0);
        SmallNetworks.brightness(dir.resolve("slide-network"), 64, 0.5);
        Files.createDirectories(dir.resolve("pictures"));
        for (String name : new String[] {"a b.png", "c.png"}) {
            BufferedImage picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(picture, "png", dir.resolve("pictures").resolve(name).toFile());
        }
        MakeSlide.of(SlideParameters.of(4, 1500, 1200))
                .write(Files.createDirectories(dir.resolve("slides")).resolve("s.tif"));
    }

    static java.util.stream.Stream<String> macros() throws Exception {
        try (var files = Files.list(MACROS)) {
            return files
                    .map(f -> f.getFileName().toString())
                    .filter(n -> n.endsWith(".ijm"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void everyMacroHasARun() throws Exception {
        assertThat(macros()).containsExactlyInAnyOrderElementsOf(RUNS.keySet());
    }

    @ParameterizedTest
    @MethodSource("macros")
    void runsHeadless(String name) throws Exception {
        Run run = RUNS.get(name);
        JarProcess process =
                JarProcess.run(
                        dir, "macro", "file=" + MACROS.resolve(name), "argument=" + run.argument());
        assertThat(process.exit()).as(process.err()).isZero();
        Path out = dir.resolve(run.argument().substring(run.argument().lastIndexOf(',') + 1));
        assertThat(Table.read(out.resolve("summary.csv")).rows()).hasSize(run.rows());
        assertThat(process.out()).contains(run.said());
    }

    @Test
    void aMacroThatFailsSaysWhereAndExitsWithTwo() throws Exception {
        Path macro =
                Files.writeString(
                        dir.resolve("broken.ijm"), "x = 1;\nrun(\"No Such Command...\");\n");
        JarProcess process = JarProcess.run(dir, "macro", "file=" + macro);
        assertThat(process.exit()).isEqualTo(2);
        assertThat(process.err()).contains("broken.ijm");
    }

    @Test
    void aCommandThatIsRefusedInsideAMacroIsInTheLogAndInTheExitCode() throws Exception {
        Path macro =
                Files.writeString(
                        dir.resolve("refused.ijm"),
                        "run(\"Coverslip Classify...\", \"input=[nowhere] model=[network]\");\nprint(\"on\");\n");
        JarProcess process = JarProcess.run(dir, "macro", "file=" + macro);
        assertThat(process.exit()).isEqualTo(1);
        assertThat(process.out()).contains("nowhere: there is no such").contains("on");
    }
}
