package org.coverslip.updatesite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.coverslip.RefusedException;

/**
 * The licences of everything in a shipment: a list of who owns what, the text of every licence, and
 * the notices that lie in the jars themselves.
 */
public final class Licences {

    private static final String FOLDER = "licenses/coverslip/";

    private static final Pattern NOTICE =
            Pattern.compile(
                    "(META-INF/|org/tensorflow/internal/c_api/[^/]+/(THIRD_PARTY[^/]*/)?)?"
                            + "(THIRD_PARTY_)?(LICEN[SC]ES?|NOTICE)([.-][A-Za-z.]*)?");

    private record Entry(String artifact, String licence, String holder, String home) {

        boolean covers(String name) {
            return artifact.endsWith("*")
                    ? name.startsWith(artifact.substring(0, artifact.length() - 1))
                    : name.equals(artifact);
        }
    }

    private final List<Entry> entries;

    private Licences(List<Entry> entries) {
        this.entries = entries;
    }

    /** The list that comes with this class. */
    public static Licences read() {
        return new Licences(
                new String(resource("licences.tsv"), StandardCharsets.UTF_8)
                        .lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .map(line -> line.split("\t"))
                        .map(p -> new Entry(p[0], p[1], p[2], p[3]))
                        .toList());
    }

    /**
     * Adds the licences of all jars of a shipment to it.
     *
     * @param scratch an empty folder for the files; it must stay until the site is built
     * @throws RefusedException if the licence of a jar is not known
     */
    public void addTo(Shipment shipment, Path scratch) throws IOException {
        Map<String, Entry> shipped = new TreeMap<>();
        Map<String, Path> texts = new TreeMap<>();
        for (var file : shipment.files().entrySet()) {
            if (!file.getKey().isJar()) continue;
            String name = file.getKey().text().replaceFirst(".*/", "");
            shipped.put(name, of(CoreFiles.name(name)));
            notices(CoreFiles.name(name), file.getValue(), scratch, texts);
        }
        texts.put("README.txt", write(scratch, "README.txt", list(shipped)));
        SortedSet<String> licences = new TreeSet<>();
        shipped.values().forEach(e -> licences.add(e.licence() + ".txt"));
        for (String licence : licences)
            texts.put(licence, write(scratch, licence, resource("licences/" + licence)));
        texts.forEach((name, text) -> shipment.add(FOLDER + name, text));
    }

    private Entry of(String artifact) {
        return entries.stream()
                .filter(e -> e.covers(artifact))
                .findFirst()
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        artifact,
                                        "its licence is not known",
                                        "add a line for it to licences.tsv"));
    }

    private static byte[] list(Map<String, Entry> shipped) {
        StringBuilder text =
                new StringBuilder(
                        """
                        Coverslip comes with the work of others. Each file below is under the licence named,
                        whose text lies in this folder; notices that belong to a file lie in the folder of
                        its name.

                        """);
        shipped.forEach(
                (name, e) ->
                        text.append(name)
                                .append("\n    ")
                                .append(e.licence())
                                .append(", Copyright (c) ")
                                .append(e.holder())
                                .append("\n    ")
                                .append(e.home())
                                .append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void notices(String artifact, Path jar, Path scratch, Map<String, Path> texts)
            throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
                ZipEntry entry = all.nextElement();
                if (entry.isDirectory() || !NOTICE.matcher(entry.getName()).matches()) continue;
                String plain = entry.getName().replaceFirst(".*/", "").replaceFirst("\\..*", "");
                String name = artifact + "/" + plain + ".txt";
                try (InputStream in = zip.getInputStream(entry)) {
                    texts.put(name, write(scratch, name, in.readAllBytes()));
                }
            }
        }
    }

    private static Path write(Path scratch, String name, byte[] text) throws IOException {
        Path file = scratch.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, text);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Licences.class.getResourceAsStream(name)) {
            if (in == null)
                throw new RefusedException(
                        name, "the text of this licence is missing", "add it beside licences.tsv");
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
