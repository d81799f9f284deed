package org.coverslip.dialog;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.report.Thumbnail;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Plain ImageJ with the built jars in its plugins folder, on a display of 1280 x 800 that nobody
 * sees: the menu, the dialog, the Recorder, and its line replayed without a display. Needs {@code
 * xvfb-run} (Debian package xvfb).
 */
@Timeout(300)
class PlainImagejIT {

    @TempDir static Path dir;

    private static final Path TARGET =
            Path.of(System.getProperty("coverslip.jar", "target/coverslip.jar"))
                    .toAbsolutePath()
                    .getParent();

    @BeforeAll
    static void install() throws Exception {
        boolean xvfb =
                Arrays.stream(System.getenv("PATH").split(":"))
                        .anyMatch(p -> Files.isExecutable(Path.of(p, "xvfb-run")));
        Assumptions.assumeTrue(xvfb, "skipped: xvfb-run is missing");
        Path plugins = Files.createDirectories(dir.resolve("ImageJ/plugins/Coverslip"));
        for (String name : List.of("coverslip.jar", "coverslip_menu-imagej.jar", "lib")) {
            Files.createSymbolicLink(plugins.resolve(name), TARGET.resolve(name));
        }
        SmallNetworks.brightness(dir.resolve("network"), 64, 0.5);
        MakeSlide.of(SlideParameters.of(4, 1500, 1200)).write(dir.resolve("a slide.tif"));
    }

    private static Path jar(String prefix) throws Exception {
        try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(prefix))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static void user(Path folder, String... steps) throws Exception {
        Files.createDirectories(folder);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "xvfb-run",
                                "-a",
                                "-s",
                                "-screen 0 1280x800x24",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Dplugins.dir=" + dir.resolve("ImageJ"),
                                "-Duser.home=" + dir,
                                "-Djava.util.prefs.userRoot=" + dir,
                                "-classpath",
                                jar("ij-") + ":" + TARGET.resolve("test-classes"),
                                Desktop.class.getName(),
                                folder.toString()));
        command.addAll(List.of(steps));
        Path log = folder.resolve("log.txt");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = process.waitFor(200, TimeUnit.SECONDS);
        if (!ended) {
            // NB: xvfb-run starts what it runs as processes of its own, which would stay.
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        assertThat(ended).as(Files.readString(log)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }

    private static int replay(Path macro) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                TARGET.resolve("coverslip.jar").toString(),
                                "macro",
                                "file=" + macro)
                        .redirectErrorStream(true)
                        .redirectOutput(dir.resolve("replay.txt").toFile())
                        .start();
        return process.waitFor();
    }

    @Test
    void whatWasRecordedReplaysWithoutADisplayToTheSameResult() throws Exception {
        Path folder = dir.resolve("record");
        Path byHand = dir.resolve("by hand");
        user(
                folder,
                "Coverslip Classify...",
                "input=" + dir.resolve("a slide.tif"),
                "model=" + dir.resolve("network"),
                "output=" + byHand,
                "region=all",
                "overlap=0.5");
        assertThat(folder.resolve("notes.txt")).content().contains("1702 tiles of 64 pixels");
        String line = Files.readString(folder.resolve("record.txt"));
        assertThat(line)
                .startsWith("run(\"Coverslip Classify...\", \"input=[" + dir.resolve("a slide.tif"))
                .contains("region=all overlap=0.5 ", " show=true\");");
        Path macro = dir.resolve("recorded.ijm");
        Files.writeString(
                macro, line.replace(byHand.toString(), dir.resolve("by macro").toString()));
        assertThat(replay(macro)).isZero();
        for (String file : List.of("summary.csv", "a slide.tif/tiles.csv")) {
            assertThat(dir.resolve("by macro").resolve(file))
                    .hasSameBinaryContentAs(byHand.resolve(file));
        }
        // NB: ImageJ's preferences choose the byte order of TIFF files, and there are none here
        // without a display; the pixels are the same.
        ImagePlus hand = IJ.openImage(byHand.resolve("a slide.tif/heatmap.tif").toString());
        ImagePlus auto = IJ.openImage(dir.resolve("by macro/a slide.tif/heatmap.tif").toString());
        assertThat(auto.getStackSize()).isEqualTo(hand.getStackSize()).isEqualTo(2);
        for (int i = 1; i <= 2; i++) {
            assertThat((float[]) auto.getStack().getPixels(i))
                    .containsExactly((float[]) hand.getStack().getPixels(i));
        }
    }

    /** NB: ImageJ cannot open the slide itself, and would say so in a dialog that is waited for. */
    @ParameterizedTest
    @CsvSource({"Coverslip Detect...,nuclei-boxes", "Coverslip Segment...,nuclei"})
    void whatWasFoundOnASlideLiesOverIt(String command, String model) throws Exception {
        Path folder = dir.resolve("found by " + model);
        user(
                folder,
                command,
                "input=" + dir.resolve("a slide.tif"),
                "model=" + model,
                "output=" + folder.resolve("out"));
        assertThat(folder.resolve("out/a slide.tif/objects.csv")).exists();
        assertThat(folder.resolve("images.txt")).content().containsPattern("\\d\\d+ a slide.tif");
    }

    /** Also where the labels, which are shown too, are in front of it. */
    @Test
    void whatWasFoundOnTheActiveImageLiesOverIt() throws Exception {
        Path folder = dir.resolve("active");
        Path picture = Files.createDirectories(folder).resolve("picture.png");
        try (Slide slide = Slides.open(dir.resolve("a slide.tif"))) {
            ImageIO.write(Thumbnail.of(slide, 1500), "png", picture.toFile());
        }
        user(
                folder,
                "Coverslip Segment...",
                "@open=" + picture,
                "model=nuclei",
                "spacing=0.5",
                "output=" + folder.resolve("out"));
        assertThat(folder.resolve("images.txt"))
                .content()
                .containsPattern("\\d\\d+ picture.png")
                .contains("\n0 labels.tif");
    }

    @Test
    void whoCancelsTheDialogGetsNothing() throws Exception {
        Path folder = dir.resolve("cancel");
        user(
                folder,
                "Coverslip Classify...",
                "input=" + dir.resolve("a slide.tif"),
                "model=" + dir.resolve("network"),
                "output=" + dir.resolve("never"),
                "@cancel=true");
        assertThat(dir.resolve("never")).doesNotExist();
    }

    @Test
    void everyDialogFitsALaptop() throws Exception {
        for (String line : Files.readAllLines(TARGET.resolve("imagej/plugins.config"))) {
            if (line.startsWith("#")) continue;
            String command = line.split("\"")[1];
            Path folder = dir.resolve(command.replaceAll("\\W", ""));
            user(folder, command, "@cancel=true");
            var bounds =
                    Files.readAllLines(folder.resolve("notes.txt")).stream()
                            .filter(l -> l.startsWith("size "))
                            .findFirst()
                            .orElseThrow()
                            .split(" ");
            assertThat(Integer.parseInt(bounds[1])).as(command).isLessThan(1280);
            assertThat(Integer.parseInt(bounds[2])).as(command).isLessThan(760);
        }
    }
}
