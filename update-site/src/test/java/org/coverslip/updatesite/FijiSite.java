package org.coverslip.updatesite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.coverslip.app.JarProcess;

/** The site of this build on loopback, and the real updater of Fiji that installs from it. */
final class FijiSite implements AutoCloseable {

    private final SiteServer server;

    FijiSite(Path folder, Path scratch) throws IOException {
        ImageJFolder.release(folder, "1.0.0", 20260105120000L, scratch);
        // NB: an empty core site, so that the updater asks nobody else.
        Path core = Files.createDirectories(folder.resolve("core"));
        Files.write(core.resolve(Database.NAME), zipped("<pluginRecords/>"));
        server = new SiteServer(folder);
    }

    /** Lets the updater take the site into an ImageJ folder, and update. */
    JarProcess install(Path root) throws Exception {
        Files.createDirectories(root);
        String known =
                "<pluginRecords><update-site name=\"ImageJ\" url=\"%score/\" timestamp=\"0\"/>"
                        + "</pluginRecords>";
        Files.write(root.resolve(Database.NAME), zipped(known.formatted(server.address())));
        JarProcess added =
                updater(root, "add-update-site", "Coverslip", server.address().toString());
        if (added.exit() != 0) return added;
        return updater(root, "update");
    }

    JarProcess updater(Path root, String... arguments) throws Exception {
        List<String> options = new ArrayList<>();
        options.add("-Djava.awt.headless=true");
        options.add("-Dscijava.log.level=info");
        options.add("-Dij.dir=" + root);
        options.add("-Dimagej.dir=" + root);
        options.add("-cp");
        options.add(System.getProperty("java.class.path"));
        options.add("net.imagej.updater.CommandLine");
        options.addAll(List.of(arguments));
        return JarProcess.java(root, options);
    }

    /** The jars of Fiji that this test runs with. */
    static Stream<Path> fijiJars() {
        return Stream.of(
                        System.getProperty("java.class.path")
                                .split(System.getProperty("path.separator")))
                .map(Path::of)
                .filter(Files::isRegularFile);
    }

    private static byte[] zipped(String xml) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(xml.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.close();
    }
}
