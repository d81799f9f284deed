package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.TissuePictures;
import org.coverslip.report.Table;
import org.coverslip.segment.PixelNetworks;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every macro that people copy runs in plain ImageJ without a display. The module update-site runs
 * the same tests in an ImageJ that was installed from the site.
 */
public class MacrosIT {

    private static final Path MACROS =
            Path.of(System.getProperty("coverslip.macros", "../macros")).toAbsolutePath();

    /** The argument of each macro, how many rows its summary must have, and what it prints. */
    private static final Map<String, Run> RUNS =
            Map.of(
                    "Explain_Folder.ijm",
                            new Run("xrays,truth.csv,pneumonia,out-xrays", 50, "opacity: AUC 0.95"),
                    "Classify_Folder.ijm",
                            new Run("pictures,network,out-pictures", 2, "a b.png: dark"),
                    "Detect_Folder.ijm", new Run("slides,nuclei-boxes,out-boxes", 1, "s.tif: "),
                    "Classify_Slides.ijm",
                            new Run("slides,slide-network,out-slides", 1, "s.tif: light"),
                    "Train_Classifier.ijm",
                            new Run("classes,pictures,out-trained", 24, " of 24 images it did"),
                    "Learn_Words.ijm", new Run("slides,tissue,3,out-words", 1, "% are word 1"),
                    "Map_Words.ijm",
                            new Run("slides,tissue,words/codebook,,out-map", 1, "% are word 1"),
                    "Segment_Slides.ijm",
                            new Run("slides,pixel-network,out-segmented", 1, "mm2 segmented"));

    @TempDir static Path dir;

    private record Run(String argument, int rows, String said) {}

    @BeforeAll
    static void material() throws Exception {
        SmallNetworks.brightness(dir.resolve("network"), 8, 0);
        SmallNetworks.brightness(dir.resolve("slide-network"), 64, 0.5);
        TissuePictures.write(dir.resolve("classes"), 40, 32, 1);
        PixelNetworks.dark(dir.resolve("pixel-network"), 40, 1, b -> b.spacing(0.5));
        Files.createDirectories(dir.resolve("pictures"));
        for (String name : new String[] {"a b.png", "c.png"}) {
            BufferedImage picture = new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB);
            ImageIO.write(picture, "png", dir.resolve("pictures").resolve(name).toFile());
        }
        MakeSlide.of(SlideParameters.of(4, 1500, 1200))
                .write(Files.createDirectories(dir.resolve("slides")).resolve("s.tif"));
        JarProcess.run(
                dir, "learn-words", "input=slides", "model=tissue", "words=2", "output=words");
    }

    /** Runs a macro in the ImageJ under test, with a folder as the current one. */
    protected JarProcess run(Path folder, Path macro, String argument) throws Exception {
        return JarProcess.run(folder, "macro", "file=" + macro, "argument=" + argument);
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
        if (name.equals("Explain_Folder.ijm")) XrayFolder.make(dir);
        JarProcess process = run(dir, MACROS.resolve(name), run.argument());
        assertThat(process.exit()).as(process.err()).isZero();
        Path out = dir.resolve(run.argument().substring(run.argument().lastIndexOf(',') + 1));
        assertThat(Table.read(out.resolve("summary.csv")).rows()).hasSize(run.rows());
        assertThat(process.out()).contains(run.said());
    }

    /** What comes after the command must not hide why it was refused, nor make up results. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Detect_Folder.ijm | slides,none,refused-1 | none: there is no such file",
                "Segment_Slides.ijm | slides,none,refused-2 | none: there is no such file",
                "Explain_Folder.ijm | pictures,none.csv,network,refused-3 | none.csv: there is no"
            })
    void aRequestThatIsWrongIsOneSentence(String name, String argument, String said)
            throws Exception {
        JarProcess process = run(dir, MACROS.resolve(name), argument);
        assertThat(process.out()).contains(said).doesNotContain("null", "objects", "segmented");
        assertThat(process.out() + process.err()).doesNotContain("Macro Error", "in line");
        assertThat(process.out()).doesNotContain("explanations");
    }

    @Test
    protected void aMacroThatFailsSaysWhereAndExitsWithTwo() throws Exception {
        Path macro =
                Files.writeString(
                        dir.resolve("broken.ijm"), "x = 1;\nrun(\"No Such Command...\");\n");
        JarProcess process = run(dir, macro, "");
        assertThat(process.exit()).isEqualTo(2);
        assertThat(process.err()).contains("broken.ijm");
    }

    @Test
    protected void aCommandThatIsRefusedInsideAMacroIsInTheLogAndInTheExitCode() throws Exception {
        Path macro =
                Files.writeString(
                        dir.resolve("refused.ijm"),
                        "run(\"Coverslip Classify...\", \"input=[nowhere] model=[network]\");\nprint(\"on\");\n");
        JarProcess process = run(dir, macro, "");
        assertThat(process.exit()).isEqualTo(1);
        assertThat(process.out()).contains("nowhere: there is no such").contains("on");
    }
}
