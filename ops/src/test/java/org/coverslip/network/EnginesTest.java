package org.coverslip.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the engine is looked for, and whose classes it sees. This module has none itself. */
class EnginesTest {

    private static final String SERVICE = "META-INF/services/" + NetworkEngine.class.getName();

    @TempDir Path temp;

    @AfterEach
    void forgetTheFolder() {
        System.clearProperty("coverslip.engine");
    }

    @Test
    void withoutAnEngineTheRemedyIsNamed() {
        assertThatThrownBy(Engines::get)
                .isInstanceOf(RefusedException.class)
                .hasMessage(
                        "engine: none was found in the class path; install Coverslip again, or set"
                                + " coverslip.engine to the folder of the engine's jars.");
    }

    @Test
    void aFolderThatIsNamedMustHoldJars() throws IOException {
        for (Path wrong :
                new Path[] {temp.resolve("none"), temp, Files.createFile(temp.resolve("f.txt"))}) {
            System.setProperty("coverslip.engine", wrong.toString());
            assertThatThrownBy(Engines::get)
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("coverslip.engine=" + wrong)
                    .hasMessageContaining("not a folder that holds the engine's jars");
        }
    }

    @Test
    void aJarThatPromisesAnEngineItDoesNotHoldIsNamed() throws IOException {
        jar(temp.resolve("a.jar"), Map.of(SERVICE, "org.missing.Engine".getBytes()));
        System.setProperty("coverslip.engine", temp.toString());
        assertThatThrownBy(Engines::get)
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("engine in " + temp + ": it cannot be loaded")
                .hasMessageContaining("org.missing.Engine");
    }

    @Test
    void inFijiTheNativesOfThisPlatformBelongToTheEngine() throws IOException {
        Path engine = Files.createDirectories(temp.resolve("jars/coverslip/engine"));
        Path ours =
                Files.createDirectories(
                        temp.resolve("lib/" + FijiNatives.platform() + "/coverslip"));
        Path others = Files.createDirectories(temp.resolve("lib/amiga500/coverslip"));
        for (Path folder : new Path[] {engine, ours, others})
            Files.createFile(folder.resolve("a.jar"));
        System.setProperty("coverslip.engine", engine.toString());
        assertThat(EngineFolder.find().orElseThrow().jars())
                .containsExactly(engine.resolve("a.jar"), ours.resolve("a.jar"));
    }

    @Test
    void theEnginesOwnClassesWinAndTheContractIsShared() throws Exception {
        String plain = "com.google.gson.Gson";
        String contract = Network.class.getName();
        jar(
                temp.resolve("a.jar"),
                Map.of(path(plain), bytes(plain), path(contract), bytes(contract)));
        URL[] jars = {temp.resolve("a.jar").toUri().toURL()};
        ClassLoader host = getClass().getClassLoader();
        try (EngineClassLoader loader = new EngineClassLoader(jars, host)) {
            assertThat(loader.loadClass(plain).getClassLoader()).isSameAs(loader);
            assertThat(loader.loadClass(plain)).isNotSameAs(host.loadClass(plain));
            assertThat(loader.loadClass(contract)).isSameAs(Network.class);
            assertThat(loader.loadClass("java.util.List")).isSameAs(java.util.List.class);
            assertThat(loader.loadClass("org.apache.commons.csv.CSVFormat"))
                    .isSameAs(host.loadClass("org.apache.commons.csv.CSVFormat"));
        }
    }

    @Test
    void servicesOfTheHostAreHiddenAndOtherResourcesAreNot() throws Exception {
        jar(temp.resolve("a.jar"), Map.of(SERVICE, "x".getBytes(StandardCharsets.UTF_8)));
        URL[] jars = {temp.resolve("a.jar").toUri().toURL()};
        ClassLoader host = getClass().getClassLoader();
        try (EngineClassLoader loader = new EngineClassLoader(jars, host)) {
            String foreign = "META-INF/services/org.junit.platform.engine.TestEngine";
            assertThat(host.getResource(foreign)).isNotNull();
            assertThat(loader.getResource(foreign)).isNull();
            assertThat(Collections.list(loader.getResources(foreign))).isEmpty();
            assertThat(Collections.list(loader.getResources(SERVICE))).hasSize(1);
            assertThat(loader.getResource(path(Network.class.getName()))).isNotNull();
        }
    }

    private static String path(String type) {
        return type.replace('.', '/') + ".class";
    }

    private static byte[] bytes(String type) throws IOException {
        try (InputStream in = EnginesTest.class.getClassLoader().getResourceAsStream(path(type))) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            in.transferTo(bytes);
            return bytes.toByteArray();
        }
    }

    private static void jar(Path file, Map<String, byte[]> entries) throws IOException {
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
            for (var entry : entries.entrySet()) {
                out.putNextEntry(new JarEntry(entry.getKey()));
                out.write(entry.getValue());
            }
        }
    }
}
