package org.coverslip.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An image of a run, with what tells whether it is still the same file.
 *
 * @param name relative to the input, with forward slashes
 * @param bytes size of the file; -1 if it is not a file (an open window) or cannot be asked
 * @param modified last modification in milliseconds since 1970; -1 likewise
 */
public record ImageFile(String name, long bytes, long modified) {

    public static ImageFile of(String name, Path file) {
        try {
            return new ImageFile(
                    name, Files.size(file), Files.getLastModifiedTime(file).toMillis());
        } catch (IOException e) {
            return new ImageFile(name, -1, -1);
        }
    }

    /** An image without a file behind it; never taken for done. */
    public static ImageFile unsaved(String name) {
        return new ImageFile(name, -1, -1);
    }

    boolean isSame(ImageFile other) {
        return bytes >= 0 && equals(other);
    }
}
