package org.coverslip.updatesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.app.JarProcess;
import org.coverslip.app.MacrosIT;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Installed by the real updater and used in the real thing: imagej-legacy, SciJava and Bio-Formats,
 * with TensorFlow 1.15 and protobuf 3 on the class path before our own. Every macro runs there too.
 */
class InstalledFijiIT extends MacrosIT {

    @TempDir static Path home;

    private static FijiSite site;
    private static ImageJFolder fiji;
    private static JarProcess installed;

    @BeforeAll
    static void install() throws Exception {
        site = new FijiSite(home.resolve("site"), home.resolve("licences"));
        fiji = new ImageJFolder(home.resolve("Fiji"));
        installed = site.install(fiji.root());
        fiji.withFiji(FijiSite.fijiJars());
    }

    @AfterAll
    static void stop() {
        site.close();
    }

    private static JarProcess start(Path folder, String... arguments) throws Exception {
        List<String> all =
                Stream.concat(Stream.of(FijiMain.class.getName()), Stream.of(arguments)).toList();
        return fiji.java(folder, System.getProperty("coverslip.classes"), all);
    }

    @Override
    protected JarProcess run(Path folder, Path macro, String argument) throws Exception {
        return start(folder, "--headless", "-macro", macro.toString(), argument);
    }

    /** ImageJ itself ends with 0 whatever a macro does; see the README on how to notice. */
    @Test
    @Override
    protected void aMacroThatFailsSaysWhereAndExitsWithTwo() throws Exception {
        Path macro =
                Files.writeString(home.resolve("broken.ijm"), "run(\"No Such Command...\");\n");
        JarProcess process = run(home, macro, "");
        assertThat(process.out() + process.err()).contains("No Such Command");
    }

    @Test
    @Override
    protected void aCommandThatIsRefusedInsideAMacroIsInTheLogAndInTheExitCode() throws Exception {
        Path macro =
                Files.writeString(
                        home.resolve("refused.ijm"),
                        "run(\"Coverslip Classify...\", \"input=[nowhere] model=[none]\");\nprint(\"on\");\n");
        JarProcess process = run(home, macro, "");
        assertThat(process.out() + process.err()).contains("nowhere: there is no such");
        assertThat(process.out()).contains("on");
    }

    @Test
    void theUpdaterInstallsWithoutAWarning() throws Exception {
        assertThat(installed.exit()).isZero();
        assertThat((installed.out() + installed.err()).toLowerCase(Locale.ROOT))
                .doesNotContain("warn", "error", "exception", "skipping");
        assertThat(site.updater(fiji.root(), "list-not-uptodate").out())
                .doesNotContain("coverslip");
        assertThat(site.updater(fiji.root(), "list-uptodate").out().lines())
                .filteredOn(line -> line.contains("coverslip"))
                .hasSizeGreaterThan(40);
    }

    @Test
    void everyCommandIsInTheMenu() throws Exception {
        JarProcess process = start(home, "list-menu");
        List<String> commands = lines(process, "command ");
        assertThat(commands)
                .contains("Coverslip Classify...=command:org.coverslip.plugins.ClassifyCommand");
        assertThat(lines(process, "menu ")).containsAll(commands);
    }

    private static List<String> lines(JarProcess process, String start) {
        return process.out()
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .toList();
    }

    @Test
    void slidesOpenThroughBioFormats() throws Exception {
        Path data = Path.of(System.getProperty("coverslip.data"), "slides");
        Path svs = data.resolve("cmu-1-small-region.svs");
        Path ome = data.resolve("ome-tiff/multi-channel.ome.tif");
        for (Path file : List.of(svs, ome))
            Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        Path slides = Files.createDirectories(home.resolve("slides"));
        Files.copy(svs, slides.resolve("a.svs"));
        Files.copy(ome, slides.resolve("b.ome.tif"));
        SmallNetworks.brightness(home.resolve("network"), 64, 0.5);
        start(
                home,
                "--headless",
                "--run",
                "Coverslip Classify...",
                "input=\"slides\",model=\"network\",output=\"out\",spacing=0.5");
        assertThat(home.resolve("out/run.json")).content().contains("\"Bio-Formats ");
        assertThat(home.resolve("out/summary.csv")).content().contains("a.svs,2220,2967,");
        // NB: read, but with three channels of signed bytes that this network cannot be shown.
        assertThat(home.resolve("out/failures.csv")).content().contains("b.ome.tif");
    }

    @Test
    void theScriptsForTheScriptEditorRunHeadless() throws Exception {
        Path pictures = Files.createDirectories(home.resolve("pictures"));
        ImageIO.write(
                new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB),
                "png",
                pictures.resolve("a b.png").toFile());
        SmallNetworks.brightness(home.resolve("small"), 8, 0);
        Path script = Path.of(System.getProperty("coverslip.macros"), "Classify_Folder.groovy");
        JarProcess process =
                start(
                        home,
                        "--headless",
                        "--run",
                        script.toString(),
                        "input=\"%s\",model=\"%s\",output=\"%s\""
                                .formatted(
                                        pictures, home.resolve("small"), home.resolve("scripted")));
        assertThat(home.resolve("scripted/summary.csv"))
                .as(process.out() + process.err())
                .content()
                .contains("a b.png,20,10,dark");
        assertThat(process.out()).contains("dark: 1 images").contains("0 images failed");
    }

    @Test
    void aScriptMeasuresTheTissueOfSlides() throws Exception {
        Path slides = Files.createDirectories(home.resolve("measured"));
        MakeSlide.of(SlideParameters.of(4, 1500, 1200)).write(slides.resolve("s.tif"));
        Files.writeString(slides.resolve("broken.svs"), "not a slide");
        Path script = Path.of(System.getProperty("coverslip.macros"), "Measure_Tissue.groovy");
        JarProcess process =
                start(
                        home,
                        "--headless",
                        "--run",
                        script.toString(),
                        "slides=\"%s\"".formatted(slides));
        assertThat(process.out()).contains("1 slides measured").contains("broken.svs: ");
        assertThat(slides.resolve("tissue.csv")).content().containsPattern("s\\.tif,0\\.\\d+");
    }

    /** A task of an array job takes its own slide, and its exit code says what became of it. */
    @Test
    void anArrayJobTakesASlidePerTask() throws Exception {
        Path slides = Files.createDirectories(home.resolve("array"));
        MakeSlide.of(SlideParameters.of(4, 1500, 1200)).write(slides.resolve("1.tif"));
        Files.writeString(slides.resolve("2.svs"), "not a slide");
        SmallNetworks.brightness(home.resolve("array-network"), 64, 0.5);
        task(1, slides, 0);
        assertThat(home.resolve("array-out/1.tif/summary.csv")).content().contains("1.tif,1500");
        task(2, slides, 1);
        task(3, slides, 2);
    }

    private static void task(int number, Path slides, int exit) throws Exception {
        Path launcher = home.resolve("fiji");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = fiji.classPath() + ":" + System.getProperty("coverslip.classes");
        Files.writeString(
                launcher,
                "#!/bin/bash\nexec '%s' --add-opens=java.base/java.lang=ALL-UNNAMED -Djava.awt.headless=true -cp '%s' %s \"$@\"\n"
                        .formatted(java, classes, FijiMain.class.getName()));
        Assumptions.assumeTrue(
                launcher.toFile().setExecutable(true) && Files.exists(Path.of("/bin/bash")),
                "skipped: /bin/bash is missing");
        ProcessBuilder job =
                new ProcessBuilder(
                        "/bin/bash",
                        System.getProperty("coverslip.macros") + "/cluster/classify_slides.sh",
                        slides.toString(),
                        home.resolve("array-network").toString(),
                        home.resolve("array-out").toString());
        job.environment().put("SLURM_ARRAY_TASK_ID", Integer.toString(number));
        job.environment().put("FIJI", launcher.toString());
        Path said = home.resolve("job.txt");
        job.redirectErrorStream(true).redirectOutput(said.toFile());
        int code = job.start().waitFor();
        assertThat(code).as("%s", Files.readString(said)).isEqualTo(exit);
    }
}
