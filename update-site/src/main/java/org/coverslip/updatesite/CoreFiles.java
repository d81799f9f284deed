package org.coverslip.updatesite;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The libraries that every Fiji has. Shipping one of them again, in another version, breaks other
 * plugins (fiji/fiji#245).
 */
final class CoreFiles {

    private static final String LIST = "fiji-core.txt";

    private final Set<String> names;

    private CoreFiles(Set<String> names) {
        this.names = names;
    }

    /** The list that comes with this class; the file says where it is from. */
    static CoreFiles read() {
        try (InputStream in = CoreFiles.class.getResourceAsStream(LIST);
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new CoreFiles(
                    lines.lines()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                            .collect(Collectors.toUnmodifiableSet()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param jar name of a file, with or without its version
     */
    boolean has(String jar) {
        return names.contains(name(jar));
    }

    /** A jar's artifact: its name without version and ending. */
    static String name(String jar) {
        String unversioned = new SitePath(jar).unversioned();
        return unversioned.endsWith(".jar")
                ? unversioned.substring(0, unversioned.length() - ".jar".length())
                : unversioned;
    }
}
