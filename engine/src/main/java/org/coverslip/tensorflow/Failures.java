package org.coverslip.tensorflow;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes the part of a sentence out of what native code throws. */
public final class Failures {

    /** Where in the graph it happened: long, and of no use to somebody who runs a model. */
    private static final Pattern NODES = Pattern.compile("\\s*\\[\\[\\{\\{node.*", Pattern.DOTALL);

    private static final Pattern UNREGISTERED = Pattern.compile("Op type not registered '([^']+)'");

    private Failures() {}

    /** TensorFlow's own first line, without node names and full stop. */
    public static String reason(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) return failure.getClass().getSimpleName();
        Matcher custom = UNREGISTERED.matcher(message);
        if (custom.find())
            return "it needs the custom operation "
                    + custom.group(1)
                    + ", which TensorFlow "
                    + Natives.VERSION
                    + " does not have";
        String line = NODES.matcher(message.strip()).replaceFirst("").strip();
        int end = line.indexOf('\n');
        if (end > 0) line = line.substring(0, end).strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
