package org.coverslip.network;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.coverslip.RefusedException;

/**
 * The folder that holds the engine's jars.
 *
 * @param path the folder
 * @param jars every {@code .jar} directly in it, in the order of their names, then those of {@link
 *     FijiNatives}; never empty
 */
record EngineFolder(Path path, List<Path> jars) {

    private static final String PROPERTY = "coverslip.engine";
    private static final String VARIABLE = "COVERSLIP_ENGINE";

    /**
     * Looks in system property {@code coverslip.engine}, environment variable {@code
     * COVERSLIP_ENGINE}, then a folder {@code engine} beside the jar of this class.
     *
     * @return empty if none is named and none lies beside the jar
     * @throws RefusedException if one is named and does not hold jars
     */
    static Optional<EngineFolder> find() {
        String named = System.getProperty(PROPERTY);
        if (named != null && !named.isBlank()) return Optional.of(named(PROPERTY, named));
        named = System.getenv(VARIABLE);
        if (named != null && !named.isBlank()) return Optional.of(named(VARIABLE, named));
        return besideJar().filter(Files::isDirectory).map(EngineFolder::of).filter(f -> f.any());
    }

    private static EngineFolder named(String setting, String text) {
        try {
            Path folder = Path.of(text);
            if (Files.isDirectory(folder)) {
                EngineFolder found = of(folder);
                if (found.any()) return found;
            }
        } catch (InvalidPathException e) {
            // Told below: to the user it is a folder that is not there.
        }
        throw new RefusedException(
                setting + "=" + text,
                "this is not a folder that holds the engine's jars",
                "name the folder engine that came with Coverslip, or remove the setting");
    }

    private static Optional<Path> besideJar() {
        try {
            var source = EngineFolder.class.getProtectionDomain().getCodeSource();
            if (source == null || source.getLocation() == null) return Optional.empty();
            Path jar = Path.of(source.getLocation().toURI());
            return Files.isRegularFile(jar)
                    ? Optional.of(jar.resolveSibling("engine"))
                    : Optional.empty();
        } catch (URISyntaxException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static EngineFolder of(Path folder) {
        List<Path> jars = new ArrayList<>(jars(folder));
        if (!jars.isEmpty())
            FijiNatives.of(folder)
                    .filter(Files::isDirectory)
                    .ifPresent(natives -> jars.addAll(jars(natives)));
        return new EngineFolder(folder, List.copyOf(jars));
    }

    private static List<Path> jars(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.getFileName().toString().endsWith(".jar")).sorted().toList();
        } catch (IOException e) {
            throw new RefusedException(
                    folder, "the engine's folder cannot be read", "check its permissions", e);
        }
    }

    private boolean any() {
        return !jars.isEmpty();
    }

    URL[] urls() {
        List<URL> urls = new ArrayList<>();
        for (Path jar : jars) {
            try {
                urls.add(jar.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException(e);
            }
        }
        return urls.toArray(URL[]::new);
    }
}
