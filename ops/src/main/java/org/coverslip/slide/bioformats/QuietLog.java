package org.coverslip.slide.bioformats;

import java.lang.reflect.Method;
import java.util.List;

/**
 * Keeps Bio-Formats from filling the log: what matters of it reaches the user as an exception or a
 * note.
 */
// NB: logback, which Fiji brings, prints everything down to DEBUG on the standard output where
// nobody configured it: 400 lines for one SVS. It is not a dependency, hence by reflection.
final class QuietLog {

    private static final List<String> LOGGERS = List.of("loci", "ome", "org.scijava.nativelib");

    private QuietLog() {}

    /** Turns off the loggers of Bio-Formats whose level nobody has set. */
    static void in(ClassLoader loader) {
        try {
            Class<?> level = Class.forName("ch.qos.logback.classic.Level", true, loader);
            Object off = level.getField("OFF").get(null);
            Class<?> factory = Class.forName("org.slf4j.LoggerFactory", true, loader);
            Method getLogger = factory.getMethod("getLogger", String.class);
            for (String name : LOGGERS) {
                Object logger = getLogger.invoke(null, name);
                Object set = logger.getClass().getMethod("getLevel").invoke(logger);
                if (set == null) logger.getClass().getMethod("setLevel", level).invoke(logger, off);
            }
        } catch (ReflectiveOperationException | LinkageError e) {
            // Another logger than logback, which is its owner's business.
        }
    }
}
