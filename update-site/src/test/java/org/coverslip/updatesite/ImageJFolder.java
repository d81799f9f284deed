package org.coverslip.updatesite;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.coverslip.app.JarProcess;

/**
 * An ImageJ folder as Fiji lays it out, with what Fiji itself ships and, between it, the TensorFlow
 * 1.15 and protobuf 3 that other plugins bring.
 */
final class ImageJFolder {

    private static final Path BUILT = Path.of(System.getProperty("coverslip.built", "."));
    private static final Path MACROS = Path.of(System.getProperty("coverslip.macros", "."));
    private static final Path DECOYS = Path.of(System.getProperty("coverslip.decoys", "."));

    private final Path root;

    ImageJFolder(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /**
     * Builds a site of what this build made, with the natives of this platform alone.
     *
     * @param scratch a folder for what goes into it
     */
    static void release(Path site, String version, long timestamp, Path scratch)
            throws IOException {
        Files.createDirectories(scratch);
        Path plugin = Files.copy(BUILT.resolve("coverslip.jar"), scratch.resolve("coverslip.jar"));
        // NB: releases differ by their code, and jars of the same entries are the same file.
        try (FileSystem jar = FileSystems.newFileSystem(plugin)) {
            Files.writeString(jar.getPath("release.txt"), version);
        }
        Shipment shipment =
                new Shipment()
                        .plugin(plugin, version)
                        .libraries(BUILT.resolve("lib"))
                        .engine(BUILT.resolve("lib/engine"))
                        .natives(BUILT.resolve("lib/engine"))
                        .macros(MACROS);
        Licences.read().addTo(shipment, scratch);
        SiteBuilder builder = new SiteBuilder(shipment, timestamp);
        if (Files.exists(site.resolve(Database.NAME))) builder.after(site.resolve(Database.NAME));
        builder.write(site);
    }

    /** Puts Fiji's own jars, and the decoys, where Fiji has them. */
    ImageJFolder withFiji(Stream<Path> jars) throws IOException {
        CoreFiles core = CoreFiles.read();
        Path flat = Files.createDirectories(root.resolve("jars"));
        for (Path jar : jars.toList()) {
            String name = jar.getFileName().toString();
            if (name.endsWith(".jar") && core.has(name))
                Files.copy(jar, flat.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        for (Path decoy : list(DECOYS))
            Files.copy(
                    decoy, flat.resolve(decoy.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        return this;
    }

    /** The libraries that the build put beside coverslip.jar. */
    static Stream<Path> builtLibraries() throws IOException {
        return list(BUILT.resolve("lib")).stream();
    }

    Installation.Outcome install(URI site) {
        return new Installation(root, SitePlatform.current().orElseThrow()).update(site);
    }

    /** What Fiji's launcher puts on the class path [config/fiji.toml of fiji/fiji]. */
    String classPath() throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String folder : new String[] {"jars", "plugins"}) {
            jars.addAll(list(root.resolve(folder)));
            try (Stream<Path> below = Files.list(root.resolve(folder))) {
                for (Path sub : below.filter(Files::isDirectory).sorted().toList())
                    jars.addAll(list(sub));
            }
        }
        return jars.stream()
                .map(Path::toString)
                .collect(Collectors.joining(System.getProperty("path.separator")));
    }

    /**
     * Starts Java on this class path, as Fiji's launcher does.
     *
     * @param folder the current one
     * @param classes further ones, after all others; may be empty
     */
    JarProcess java(Path folder, String classes, List<String> arguments) throws Exception {
        List<String> options = new ArrayList<>();
        options.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
        options.add("-Xmx2g");
        options.add("-Djava.awt.headless=true");
        for (String property : new String[] {"ij.dir", "imagej.dir", "plugins.dir"})
            options.add("-D" + property + "=" + root);
        // NB: SciJava remembers inputs from run to run; the tests begin with none.
        options.add("-Djava.util.prefs.userRoot=" + folder);
        options.add("-Dlogback.configurationFile=" + quietLog(folder));
        options.add("-cp");
        options.add(classPath() + System.getProperty("path.separator") + classes);
        options.addAll(arguments);
        return JarProcess.java(folder, options);
    }

    /** Fiji's own logback is configured to be quiet; without a file it prints all. */
    private static Path quietLog(Path folder) throws IOException {
        return Files.writeString(
                folder.resolve("logback.xml"),
                "<configuration><appender name='E' class='ch.qos.logback.core.ConsoleAppender'>"
                        + "<target>System.err</target><encoder><pattern>%level %msg%n</pattern>"
                        + "</encoder></appender><root level='WARN'><appender-ref ref='E'/></root>"
                        + "</configuration>");
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
    }
}
