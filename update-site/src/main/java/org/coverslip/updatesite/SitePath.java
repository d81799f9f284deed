package org.coverslip.updatesite;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.coverslip.RefusedException;
import org.scijava.util.FileUtils;

/**
 * The path of a file below the ImageJ folder, as a site lists it: relative, with slashes.
 *
 * @param text for example {@code jars/coverslip/coverslip-ops-0.1.0.jar}
 */
public record SitePath(String text) implements Comparable<SitePath> {

    /**
     * What the updater looks at: Checksummer.directories of imagej-updater 2.0.1. A file elsewhere,
     * or with another ending, would be installed and then never seen again.
     */
    private static final Map<String, Set<String>> TRACKED =
            Map.ofEntries(
                    Map.entry("jars", Set.of(".jar", ".class")),
                    Map.entry("retro", Set.of(".jar", ".class")),
                    Map.entry("misc", Set.of(".jar", ".class")),
                    Map.entry(
                            "plugins",
                            Set.of(
                                    ".jar", ".class", ".txt", ".ijm", ".py", ".rb", ".clj", ".js",
                                    ".bsh", ".groovy", ".gvy")),
                    Map.entry(
                            "scripts",
                            Set.of(
                                    ".m", ".ijm", ".py", ".rb", ".clj", ".js", ".bsh", ".groovy",
                                    ".gvy")),
                    Map.entry("macros", Set.of(".txt", ".ijm", ".png")),
                    Map.entry("luts", Set.of(".lut")),
                    Map.entry("images", Set.of(".png", ".tif", ".txt", ".ico")),
                    Map.entry("models", Set.of("")),
                    Map.entry("lib", Set.of("")),
                    Map.entry("config", Set.of("")),
                    Map.entry("licenses", Set.of("")));

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_+.() -]+");

    /**
     * @throws RefusedException if it leaves the ImageJ folder, or has characters that not every
     *     file system and web server takes
     */
    public SitePath {
        String[] parts = text.split("/", -1);
        for (String part : parts)
            if (!PLAIN.matcher(part).matches() || part.startsWith(".") || part.endsWith(" "))
                throw new RefusedException(
                        text,
                        "this is not a path below the ImageJ folder",
                        "a site lists plain relative paths with slashes");
    }

    /** Whether the updater sees such a file when it lies in an ImageJ folder. */
    public boolean isTracked() {
        int slash = text.indexOf('/');
        if (slash < 0 || text.contains(".old")) return false;
        Set<String> endings = TRACKED.getOrDefault(text.substring(0, slash), Set.of());
        int dot = text.lastIndexOf('.');
        return endings.contains("") || (dot > slash && endings.contains(text.substring(dot)));
    }

    /**
     * The same without its version. Two files of one name are two releases of one thing for the
     * updater, and a classifier after the version is lost with it.
     */
    public String unversioned() {
        return FileUtils.stripFilenameVersion(text);
    }

    boolean isJar() {
        return text.endsWith(".jar");
    }

    /** The name of the file on the web server. */
    String served(long timestamp) {
        return text + "-" + timestamp;
    }

    @Override
    public int compareTo(SitePath other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
