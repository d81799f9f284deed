package org.coverslip.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.coverslip.RefusedException;

/** What failures.csv says of an image: its name, the fault and, where there is one, the remedy. */
public final class Sentence {

    private Sentence() {}

    public static String of(String image, Throwable cause) {
        String text = fault(cause).replaceAll("\\s+", " ").strip();
        if (!text.endsWith(".")) text += ".";
        return text.contains(image) ? text : image + ": " + text;
    }

    private static String fault(Throwable cause) {
        if (cause instanceof RefusedException) return cause.getMessage();
        if (cause instanceof OutOfMemoryError) {
            return "it does not fit into memory; give Java more with -Xmx or use a smaller batch";
        }
        if (cause instanceof IOException || cause instanceof UncheckedIOException) {
            return "it cannot be read (" + cause.getMessage() + "); check the file";
        }
        return "it failed in a way it should not ("
                + cause
                + "); please report this with the image";
    }
}
