package org.coverslip.model.format;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.coverslip.RefusedException;

/** Names of files inside a bundle, as descriptions and zips give them. */
final class RelativeName {

    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://.*");
    private static final Pattern DRIVE = Pattern.compile("[A-Za-z]:.*");

    private RelativeName() {}

    /** Whether a name stays inside the folder it is resolved against, on every platform. */
    static boolean isSafe(String name) {
        if (name.isEmpty() || name.startsWith("/") || name.startsWith("\\")) return false;
        if (DRIVE.matcher(name).matches() || name.indexOf('\0') >= 0) return false;
        for (String part : name.split("[/\\\\]")) if (part.equals("..")) return false;
        return true;
    }

    /**
     * The name in a field of a description, without {@code ./}.
     *
     * @throws RefusedException if it is an address on the web, absolute, or leads upwards
     */
    static String of(Fields fields, String key) {
        String name = fields.requireText(key).strip();
        if (URL.matcher(name).matches()) {
            throw new RefusedException(
                    fields.file(),
                    "its weights are on the web (" + name + "), and nothing is downloaded",
                    "download them, put them beside the description and correct the field");
        }
        if (!isSafe(name)) throw fields.refused(key, "a name inside the model's own folder");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : name.split("/")) {
            if (!part.isEmpty() && !part.equals(".")) parts.add(part);
        }
        return String.join("/", parts);
    }
}
