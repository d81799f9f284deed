package org.coverslip.detect.label;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.coverslip.Extensions;
import org.coverslip.RefusedException;

/** Finds the format of labels. */
public final class LabelFormats {

    private LabelFormats() {}

    /** All that are known. */
    public static List<LabelFormat> all() {
        return Found.ALL;
    }

    /**
     * @throws RefusedException if there is none of this name
     */
    public static LabelFormat named(String name) {
        for (LabelFormat format : all()) if (format.name().equals(name.strip())) return format;
        throw new RefusedException(
                name, "this is no format of labels that is known", "use one of " + names());
    }

    /**
     * The format that a file or folder is in.
     *
     * @throws RefusedException if it is missing or no format accepts it
     */
    public static LabelFormat of(Path source) {
        if (!Files.exists(source)) {
            throw new RefusedException(source, "there is no such file or folder", "check the path");
        }
        return find(source).orElseThrow(() -> unknown(source));
    }

    /** The format that an existing file or folder is in; empty if none accepts it. */
    public static Optional<LabelFormat> find(Path source) {
        return all().stream().filter(f -> f.accepts(source)).findFirst();
    }

    private static RefusedException unknown(Path source) {
        return new RefusedException(
                source, "its format cannot be told", "say which with from=, one of " + names());
    }

    private static String names() {
        return all().stream().map(LabelFormat::name).collect(Collectors.joining(", "));
    }

    private static final class Found {
        private static final List<LabelFormat> ALL = Extensions.of(LabelFormat.class);
    }
}
