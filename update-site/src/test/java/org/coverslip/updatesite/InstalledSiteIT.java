package org.coverslip.updatesite;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.coverslip.SmallNetworks;
import org.coverslip.app.JarProcess;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The site that this build would publish, served, installed into an ImageJ folder, and used there
 * by a macro on a slide.
 */
class InstalledSiteIT {

    private static final long MONDAY = 20260105120000L;
    private static final long TUESDAY = 20260106120000L;

    @TempDir static Path dir;

    private static SiteServer server;
    private static ImageJFolder imagej;
    private static Installation.Outcome first;

    @BeforeAll
    static void install() throws Exception {
        Assumptions.assumeTrue(
                SitePlatform.current().isPresent(), "skipped: no natives for this platform");
        ImageJFolder.release(dir.resolve("site"), "1.0.0", MONDAY, dir.resolve("licences-1"));
        server = new SiteServer(dir.resolve("site"));
        imagej = new ImageJFolder(dir.resolve("ImageJ"));
        first = imagej.install(server.address());
        imagej.withFiji(ImageJFolder.builtLibraries());
    }

    @AfterAll
    static void stop() {
        if (server != null) server.close();
    }

    @Test
    void nothingOnTheClassPathIsThereTwice() throws Exception {
        List<String> names =
                Stream.of(imagej.classPath().split(System.getProperty("path.separator")))
                        .map(jar -> CoreFiles.name(Path.of(jar).getFileName().toString()))
                        .toList();
        assertThat(names).doesNotHaveDuplicates().contains("coverslip", "coverslip-ops", "ij");
        assertThat(names).contains("libtensorflow", "protobuf-java");
        assertThat(names).noneMatch(n -> n.startsWith("tensorflow-core-native"));
    }

    @Test
    void theEngineHasALoggerAndAJsonReaderOfItsOwn() {
        assertThat(first.installed().stream().filter(f -> f.startsWith(Shipment.ENGINE)))
                .extracting(f -> CoreFiles.name(f.substring(Shipment.ENGINE.length())))
                .contains("slf4j-api", "slf4j-nop", "gson", "commons-io", "commons-codec")
                .contains("coverslip-engine", "tensorflow-api", "protobuf-java", "javacpp");
    }

    @Test
    void everythingShippedIsTrackedAndLicensed() throws Exception {
        assertThat(first.installed()).allMatch(f -> new SitePath(f).isTracked());
        String licences = Files.readString(imagej.root().resolve("licenses/coverslip/README.txt"));
        assertThat(first.installed().stream().filter(f -> f.endsWith(".jar")))
                .allMatch(f -> licences.contains(f.replaceFirst(".*/", "") + "\n"));
    }

    @Test
    void aMacroOfTheSiteClassifiesASlide() throws Exception {
        SmallNetworks.brightness(dir.resolve("network"), 64, 0.5);
        MakeSlide.of(SlideParameters.of(4, 1500, 1200))
                .write(Files.createDirectories(dir.resolve("slides")).resolve("s.tif"));
        Path macro = imagej.root().resolve("macros/coverslip/Classify_Slides.ijm");
        JarProcess process =
                imagej.java(
                        dir,
                        "",
                        List.of(
                                "org.coverslip.app.Main",
                                "macro",
                                "file=" + macro,
                                "argument=slides,network,out"));
        assertThat(process.exit()).as(process.err() + process.out()).isZero();
        assertThat(process.out()).contains("s.tif: light");
        assertThat(Table.read(dir.resolve("out/summary.csv")).rows()).hasSize(1);
    }

    @Test
    void aSecondReleaseReplacesTheFirst() throws Exception {
        Path site = dir.resolve("second-site");
        ImageJFolder.release(site, "1.0.0", MONDAY, dir.resolve("licences-2"));
        ImageJFolder updated = new ImageJFolder(dir.resolve("second-ImageJ"));
        try (SiteServer second = new SiteServer(site)) {
            URI address = second.address();
            updated.install(address);
            Path macro = updated.root().resolve("macros/coverslip/Classify_Folder.ijm");
            Files.writeString(macro, "// mine");
            ImageJFolder.release(site, "1.1.0", TUESDAY, dir.resolve("licences-3"));
            Installation.Outcome outcome = updated.install(address);
            assertThat(outcome.updated())
                    .containsExactly(
                            "licenses/coverslip/README.txt", "plugins/coverslip-1.1.0.jar");
            assertThat(outcome.kept()).containsExactly("macros/coverslip/Classify_Folder.ijm");
            assertThat(macro).content().isEqualTo("// mine");
            assertThat(updated.root().resolve("plugins"))
                    .isDirectoryContaining(f -> f.endsWith("coverslip-1.1.0.jar"))
                    .isDirectoryNotContaining(f -> f.endsWith("coverslip-1.0.0.jar"));
        }
    }
}
