package org.coverslip.slide.pyramid;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coverslip.slide.PixelSize;

/** What Aperio scanners write into image descriptions: {@code ...|AppMag = 20|MPP = 0.4990|...}. */
final class Aperio {

    private static final Pattern SIZE = Pattern.compile("\\|\\s*MPP\\s*=\\s*([0-9.]+)");
    private static final Pattern KIND = Pattern.compile("\\n\\s*(label|macro)\\b");

    private Aperio() {}

    static boolean wrote(TiledPage page) {
        return page.description().startsWith("Aperio");
    }

    /** Micrometres per pixel of the full resolution; empty if it is not said. */
    static Optional<PixelSize> pixelSize(String description) {
        Matcher m = SIZE.matcher(description);
        if (!m.find()) return Optional.empty();
        try {
            double um = Double.parseDouble(m.group(1));
            return PixelSize.of(um, um, "um");
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Whether it is the label or the macro, whatever its shape. */
    static boolean beside(TiledPage page) {
        return wrote(page) && KIND.matcher(page.description()).find();
    }

    /** {@code label}, {@code macro}, or {@code thumbnail}. */
    static String kind(String description) {
        Matcher m = KIND.matcher(description);
        return m.find() ? m.group(1) : "thumbnail";
    }
}
