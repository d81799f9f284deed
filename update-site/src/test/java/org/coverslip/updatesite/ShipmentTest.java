package org.coverslip.updatesite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is shipped, and where each thing goes. */
class ShipmentTest {

    @TempDir Path dir;

    @Test
    void eachThingHasItsPlace() throws IOException {
        Path plugin = TestJar.of(dir.resolve("coverslip.jar"), "x", "x");
        Path lib = dir.resolve("lib");
        TestJar.of(lib.resolve("coverslip-ops-1.0.0.jar"), "x", "x");
        TestJar.of(lib.resolve("imglib2-8.0.0.jar"), "x", "x");
        TestJar.of(lib.resolve("gson-2.10.1.jar"), "x", "x");
        TestJar.of(lib.resolve("slf4j-api-2.0.17.jar"), "x", "x");
        Path engine = dir.resolve("engine");
        TestJar.of(engine.resolve("slf4j-api-2.0.17.jar"), "x", "x");
        TestJar.of(engine.resolve("javacpp-1.5.10.jar"), "x", "x");
        TestJar.of(engine.resolve("tensorflow-core-native-1.0.0-rc.1-linux-x86_64.jar"), "x", "x");
        TestJar.of(engine.resolve("tensorflow-core-native-1.0.0-rc.1-macosx-arm64.jar"), "x", "x");
        TestJar.of(
                engine.resolve("tensorflow-core-native-1.0.0-rc.1-linux-x86_64-gpu.jar"), "x", "x");
        Path macros = Files.createDirectories(dir.resolve("macros"));
        Files.writeString(macros.resolve("M.ijm"), "x");
        Files.writeString(macros.resolve("M.groovy"), "x");

        Shipment shipment =
                new Shipment()
                        .plugin(plugin, "1.0.0")
                        .libraries(lib)
                        .engine(engine)
                        .natives(engine)
                        .macros(macros);

        assertThat(shipment.files().keySet())
                .extracting(SitePath::text)
                .containsExactly(
                        "jars/coverslip/coverslip-ops-1.0.0.jar",
                        "jars/coverslip/engine/gson-2.10.1.jar",
                        "jars/coverslip/engine/javacpp-1.5.10.jar",
                        "jars/coverslip/engine/slf4j-api-2.0.17.jar",
                        "lib/linux64/coverslip/tensorflow-core-native-linux-x86_64-1.0.0-rc.1.jar",
                        "lib/linux64/coverslip/tensorflow-core-native-linux-x86_64-gpu-1.0.0-rc.1.jar",
                        "lib/macos-arm64/coverslip/tensorflow-core-native-macosx-arm64-1.0.0-rc.1.jar",
                        "macros/coverslip/M.ijm",
                        "plugins/coverslip-1.0.0.jar");
        assertThat(shipment.files().keySet()).allMatch(SitePath::isTracked);
    }

    @Test
    void whatFijiShipsIsRefused() throws IOException {
        Path jar = TestJar.of(dir.resolve("scijava-common-2.100.1.jar"), "x", "x");
        assertThatThrownBy(() -> new Shipment().add("jars/scijava-common-2.100.1.jar", jar))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("Fiji itself ships this");
        assertThatThrownBy(() -> new Shipment().add("jars/coverslip/scijava-common-2.jar", jar))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void theCoreListNamesWhatEveryFijiHas() {
        CoreFiles core = CoreFiles.read();
        for (String jar :
                new String[] {
                    "ij-1.54p.jar", "scijava-common-2.100.1.jar", "imglib2-8.0.0.jar",
                    "parsington-3.1.0.jar", "formats-bsd-8.5.0.jar", "guava-33.4.8-jre.jar",
                    "gson-2.10.1.jar", "commons-io-2.20.0.jar"
                }) assertThat(core.has(jar)).as(jar).isTrue();
        assertThat(core.has("coverslip-ops-0.1.0-SNAPSHOT.jar")).isFalse();
    }

    @Test
    void whatTheUpdaterWouldNotTrackIsRefused() throws IOException {
        Path file = Files.writeString(dir.resolve("a.txt"), "x");
        assertThatThrownBy(() -> new Shipment().add("docs/a.txt", file))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("tracks no such file");
    }

    @Test
    void nativesOfAnUnknownPlatformAreRefused() throws IOException {
        TestJar.of(dir.resolve("tensorflow-core-native-1.0.0-rc.1-linux-riscv64.jar"), "x", "x");
        assertThatThrownBy(() -> new Shipment().natives(dir))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no platform of Fiji");
    }

    @Test
    void everyJarHasALicenceAndItsNotices() throws IOException {
        Path jar =
                TestJar.of(
                        dir.resolve("commons-csv-1.14.1.jar"),
                        "META-INF/NOTICE.txt",
                        "Apache Commons CSV",
                        "org/apache/LICENSES.class",
                        "x");
        Shipment shipment = new Shipment().add("jars/coverslip/commons-csv-1.14.1.jar", jar);
        Path scratch = Files.createDirectories(dir.resolve("scratch"));
        Licences.read().addTo(shipment, scratch);
        assertThat(shipment.files().keySet())
                .extracting(SitePath::text)
                .contains(
                        "licenses/coverslip/README.txt",
                        "licenses/coverslip/Apache-2.0.txt",
                        "licenses/coverslip/commons-csv/NOTICE.txt")
                .hasSize(4);
        assertThat(scratch.resolve("README.txt"))
                .content()
                .contains("commons-csv-1.14.1.jar\n    Apache-2.0, Copyright (c) The Apache");
    }

    @Test
    void aJarOfUnknownLicenceIsRefused() throws IOException {
        Path jar = TestJar.of(dir.resolve("mystery-1.0.0.jar"), "x", "x");
        Shipment shipment = new Shipment().add("jars/coverslip/mystery-1.0.0.jar", jar);
        assertThatThrownBy(() -> Licences.read().addTo(shipment, dir))
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "mystery: its licence is not known; add a line for it to licences.tsv.");
    }
}
