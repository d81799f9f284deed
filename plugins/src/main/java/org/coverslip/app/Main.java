package org.coverslip.app;

import java.util.List;

/** Entry point of {@code java -jar coverslip.jar}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        // NB: without this AWT asks for a display as soon as a picture is drawn, and a cluster node
        // has none.
        if (System.getProperty("java.awt.headless") == null)
            System.setProperty("java.awt.headless", "true");
        // NB: libraries log through SLF4J, and its complaint that nobody listens is not the user's.
        System.setProperty("slf4j.internal.verbosity", "ERROR");
        int code = new CommandLine(System.out, System.err).run(List.of(args));
        System.exit(code);
    }
}
