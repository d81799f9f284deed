package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.coverslip.network.Engines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine in a program that has another TensorFlow and another protobuf on its class path, as
 * Fiji has with CSBDeep and StarDist: the real jars of TensorFlow 1.15 and protobuf 2.6 come first.
 */
class EngineIsolationTest {

    @TempDir Path temp;
    private Path model;
    private final Path target = Path.of(location(TensorFlowEngine.class)).getParent();
    private final Path ops = Path.of(location(Engines.class));
    private final Path tests = Path.of(location(EngineIsolationTest.class));

    @BeforeEach
    void aTinyModel() {
        model = ModelWriter.halfPlusTwo().write(temp.resolve("model"));
    }

    @AfterEach
    void unlinkTheJars() throws IOException {
        Path folder = temp.resolve("engine");
        if (!Files.exists(folder)) return;
        try (Stream<Path> jars = Files.list(folder)) {
            for (Path jar : jars.toList()) Files.delete(jar);
        }
    }

    @Test
    void predictsBesideAnOlderTensorFlowFirstOnTheClassPath() throws Exception {
        List<String> host = new ArrayList<>(decoys());
        host.add(ops.toString());
        host.add(tests.toString());
        assertDecoysAreReal(host);

        var result =
                new ChildJvm(temp, host, "-Dcoverslip.engine=" + engineFolder())
                        .run(PredictingProgram.class, "predict", model.toString());

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("5.0 5.0");
        assertThat(result.exit()).isZero();
    }

    @Test
    void learnsBesideAnOlderTensorFlowFirstOnTheClassPath() throws Exception {
        List<String> host = new ArrayList<>(decoys());
        host.add(ops.toString());
        host.add(tests.toString());

        var result =
                new ChildJvm(temp, host, "-Dcoverslip.engine=" + engineFolder())
                        .run(PredictingProgram.class, "learn");

        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("4.0 1.0");
    }

    @Test
    void theFolderBesideTheJarOfTheOperationsIsFound() throws Exception {
        Path jar = temp.resolve("coverslip-ops.jar");
        // NB: a jar once the module is packaged, a folder of classes before.
        if (Files.isDirectory(ops)) pack(ops, jar);
        else Files.copy(ops, jar);
        engineFolder();
        List<String> host = new ArrayList<>(decoys());
        host.addAll(List.of(jar.toString(), tests.toString()));
        var result =
                new ChildJvm(temp, host).run(PredictingProgram.class, "predict", model.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("5.0 5.0");
    }

    @Test
    void withoutAFolderOfItsOwnTheConflictIsNamed() throws Exception {
        List<String> mixed = new ArrayList<>(decoys());
        mixed.addAll(ChildJvm.ownClassPath());
        var result =
                new ChildJvm(temp, mixed).run(PredictingProgram.class, "predict", model.toString());
        assertThat(result.exit()).isNotZero();
        assertThat(result.err())
                .contains("RefusedException: engine: another TensorFlow or protobuf stands before")
                .contains("coverslip.engine");
    }

    @Test
    void nativesThatAreNotInstalledAreNamedAndNotDownloaded() throws Exception {
        List<String> without =
                ChildJvm.ownClassPath().stream()
                        .filter(entry -> !entry.contains("tensorflow-core-native"))
                        .toList();
        var result =
                new ChildJvm(temp, without)
                        .run(PredictingProgram.class, "predict", model.toString());
        assertThat(result.err())
                .contains("TensorFlow 2.16.1: its native library for")
                .contains("is not installed; install Coverslip for this platform");
    }

    @Test
    void aPredictionPrintsNothingOfItsOwn() throws Exception {
        var result =
                new ChildJvm(temp, ChildJvm.ownClassPath())
                        .run(PredictingProgram.class, "predict", model.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).isEqualTo("5.0 5.0");
    }

    @Test
    void describingAModelStartsNothingNative() throws Exception {
        var result =
                new ChildJvm(temp, ChildJvm.ownClassPath())
                        .run(PredictingProgram.class, "describe", model.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out()).contains("serving_default").endsWith("natives not started");
    }

    @Test
    void aProgramWithoutTheEngineIsToldInOneSentence() throws Exception {
        var result =
                new ChildJvm(temp, List.of(ops.toString(), tests.toString()))
                        .run(PredictingProgram.class, "predict", model.toString());
        assertThat(result.exit()).isNotZero();
        assertThat(result.err()).contains("engine: none was found in the class path; install");
    }

    private List<String> decoys() {
        Path folder = target.resolve("decoys");
        return List.of(
                folder.resolve("libtensorflow-1.15.0.jar").toString(),
                folder.resolve("protobuf-java-2.6.1.jar").toString());
    }

    private void assertDecoysAreReal(List<String> host) throws Exception {
        URL[] urls = new URL[host.size()];
        for (int i = 0; i < urls.length; i++) urls[i] = Path.of(host.get(i)).toUri().toURL();
        try (URLClassLoader plain = new URLClassLoader(urls, null)) {
            assertThat(location(plain.loadClass("org.tensorflow.Graph"))).contains("1.15");
            assertThat(location(plain.loadClass("com.google.protobuf.Message"))).contains("2.6.1");
        }
    }

    /** Every jar this module runs with, as an installation lays them out. */
    private Path engineFolder() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("engine"));
        pack(Path.of(location(TensorFlowEngine.class)), folder.resolve("coverslip-engine.jar"));
        for (String entry : ChildJvm.ownClassPath()) {
            Path jar = Path.of(entry).toAbsolutePath();
            if (entry.endsWith(".jar") && !jar.equals(ops))
                Files.createSymbolicLink(folder.resolve(jar.getFileName()), jar);
        }
        return folder;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (Stream<Path> files = Files.walk(classes);
                JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = classes.relativize(file).toString().replace('\\', '/');
                out.putNextEntry(new JarEntry(name));
                Files.copy(file, out);
            }
        }
    }

    private static String location(Class<?> type) {
        try {
            var source = type.getProtectionDomain().getCodeSource().getLocation();
            return Path.of(source.toURI()).toString();
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
