package org.coverslip.updatesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A site of two releases, served and installed. */
class InstallationTest {

    private static final long MONDAY = 20260105120000L;
    private static final long TUESDAY = 20260106120000L;

    @TempDir Path dir;

    private Path site;
    private Path root;
    private SiteServer server;

    @BeforeEach
    void serve() throws IOException {
        site = dir.resolve("site");
        root = dir.resolve("ImageJ");
        release(MONDAY, "1.0.0", true);
        server = new SiteServer(site);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void release(long timestamp, String version, boolean withHelp) throws IOException {
        Path build = dir.resolve("build-" + version);
        Shipment shipment =
                new Shipment()
                        .plugin(TestJar.of(build.resolve("p.jar"), "A.class", version), version)
                        .add(
                                "macros/coverslip/M.ijm",
                                Files.writeString(build.resolve("M.ijm"), "print(1);"))
                        .add(
                                "lib/linux64/coverslip/n.jar",
                                TestJar.of(build.resolve("n.jar"), "n.so", "linux"))
                        .add(
                                "lib/win64/coverslip/n.jar",
                                TestJar.of(build.resolve("w.jar"), "n.dll", "windows"));
        if (withHelp)
            shipment.add(
                    "macros/coverslip/Help me.txt",
                    Files.writeString(build.resolve("Help me.txt"), "help"));
        SiteBuilder builder = new SiteBuilder(shipment, timestamp);
        if (Files.exists(site.resolve(Database.NAME))) builder.after(site.resolve(Database.NAME));
        builder.write(site);
    }

    private Installation.Outcome update() {
        return new Installation(root, SitePlatform.LINUX64).update(server.address());
    }

    private Stream<String> installed() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all
                    .filter(Files::isRegularFile)
                    .map(f -> root.relativize(f).toString().replace('\\', '/'))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @Test
    void anEmptyFolderGetsWhatIsForItsPlatform() throws IOException {
        assertThat(update().installed()).hasSize(4);
        assertThat(installed())
                .containsExactly(
                        "lib/linux64/coverslip/n.jar",
                        "macros/coverslip/Help me.txt",
                        "macros/coverslip/M.ijm",
                        "plugins/coverslip-1.0.0.jar");
    }

    @Test
    void aSecondUpdateDoesNothing() {
        update();
        Installation.Outcome again = update();
        assertThat(again.installed()).isEmpty();
        assertThat(again.updated()).isEmpty();
        assertThat(again.kept()).isEmpty();
    }

    @Test
    void aNewReleaseReplacesAndRemovesWhatAnEarlierOneBrought() throws IOException {
        update();
        release(TUESDAY, "1.1.0", false);
        Installation.Outcome outcome = update();
        assertThat(outcome.updated()).containsExactly("plugins/coverslip-1.1.0.jar");
        assertThat(outcome.removed()).containsExactly("macros/coverslip/Help me.txt");
        assertThat(installed())
                .containsExactly(
                        "lib/linux64/coverslip/n.jar",
                        "macros/coverslip/M.ijm",
                        "plugins/coverslip-1.1.0.jar");
    }

    @Test
    void whatTheUserChangedIsLeftAlone() throws IOException {
        update();
        Path macro = root.resolve("macros/coverslip/M.ijm");
        Path help = root.resolve("macros/coverslip/Help me.txt");
        Files.writeString(macro, "print(\"mine\");");
        Files.writeString(help, "my notes");
        release(TUESDAY, "1.1.0", false);
        assertThat(update().kept())
                .containsExactly("macros/coverslip/Help me.txt", "macros/coverslip/M.ijm");
        assertThat(macro).content().isEqualTo("print(\"mine\");");
        assertThat(help).content().isEqualTo("my notes");
    }

    @Test
    void unchangedFilesKeepTheirTimeOnTheServer() throws IOException {
        release(TUESDAY, "1.1.0", true);
        assertThat(site.resolve("macros/coverslip/M.ijm-" + MONDAY)).exists();
        assertThat(site.resolve("macros/coverslip/M.ijm-" + TUESDAY)).doesNotExist();
        assertThat(site.resolve("plugins/coverslip-1.1.0.jar-" + TUESDAY)).exists();
    }

    @Test
    void aDamagedDownloadIsRefusedAndLeavesNothing() throws IOException {
        Files.writeString(site.resolve("macros/coverslip/M.ijm-" + MONDAY), "print(2);");
        assertThatThrownBy(this::update)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("macros/coverslip/M.ijm: what")
                .hasMessageContaining("is not what its database promises");
        assertThat(installed()).allMatch(f -> f.endsWith("n.jar") || f.endsWith("Help me.txt"));
    }

    @Test
    void aMissingSiteIsRefused() throws IOException {
        Files.delete(site.resolve(Database.NAME));
        assertThatThrownBy(this::update)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("there is no update site");
    }

    @Test
    void theSameShipmentGivesTheSameBytes() throws IOException {
        byte[] first = Files.readAllBytes(site.resolve(Database.NAME));
        Files.delete(site.resolve(Database.NAME));
        release(MONDAY, "1.0.0", true);
        assertThat(site.resolve(Database.NAME)).hasBinaryContent(first);
    }
}
