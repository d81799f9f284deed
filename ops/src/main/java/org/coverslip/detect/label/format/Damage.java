package org.coverslip.detect.label.format;

import java.nio.file.Path;
import org.coverslip.RefusedException;

/** What is said of files that are not what their name promises. */
final class Damage {

    private Damage() {}

    static RefusedException in(Path file, String format, Exception cause) {
        String message = cause.getMessage();
        String first = message == null ? "" : message.lines().findFirst().orElse("");
        return new RefusedException(
                file,
                "it is damaged or no " + format + (first.isEmpty() ? "" : " (" + first + ")"),
                "export it again",
                cause);
    }
}
