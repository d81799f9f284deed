package org.coverslip.slide;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Extent of one full-resolution pixel.
 *
 * @param x micrometres, above 0
 * @param y micrometres, above 0
 */
public record PixelSize(double x, double y) {

    private static final double SMALLEST = 1e-4;
    private static final double LARGEST = 1e5;

    private static final Map<String, Double> MICROMETRES =
            Map.ofEntries(
                    Map.entry("nm", 1e-3),
                    Map.entry("nanometer", 1e-3),
                    Map.entry("um", 1.0),
                    Map.entry("\u00b5m", 1.0),
                    Map.entry("\u03bcm", 1.0),
                    Map.entry("micron", 1.0),
                    Map.entry("microns", 1.0),
                    Map.entry("micrometer", 1.0),
                    Map.entry("micrometre", 1.0),
                    Map.entry("mm", 1e3),
                    Map.entry("millimeter", 1e3),
                    Map.entry("cm", 1e4),
                    Map.entry("m", 1e6),
                    Map.entry("inch", 25400.0),
                    Map.entry("inches", 25400.0));

    public PixelSize {
        if (!(x > 0 && y > 0) || Double.isInfinite(x) || Double.isInfinite(y)) {
            throw new IllegalArgumentException("pixel size " + x + " x " + y);
        }
    }

    /**
     * The size a calibration states, or empty where it cannot be one. Programs that know no size
     * write 1 x 1 inch, 1 x 1 cm, 1 x 1 mm or 1000 x 1000 um: none of these is believed.
     *
     * @param unit {@code nm}, {@code um}, {@code micron}, {@code mm}, {@code cm}, {@code inch}, ...
     *     in any case; anything else, such as {@code pixel}, is no length
     */
    public static Optional<PixelSize> of(double x, double y, String unit) {
        if (unit == null) return Optional.empty();
        Double factor = MICROMETRES.get(plain(unit));
        if (factor == null) return Optional.empty();
        boolean placeholder =
                x == y && (x == 1 && factor >= 1e3 || Math.abs(x * factor - 1e3) < 1e-9);
        return placeholder ? Optional.empty() : plausible(x * factor, y * factor);
    }

    /**
     * A length in micrometres; empty where the unit is no length, and below 0.0001 and above 100000
     * um.
     *
     * @param unit as for {@link #of}
     */
    public static OptionalDouble micrometres(double length, String unit) {
        Double factor = unit == null ? null : MICROMETRES.get(plain(unit));
        if (factor == null) return OptionalDouble.empty();
        double um = length * factor;
        return um >= SMALLEST && um <= LARGEST ? OptionalDouble.of(um) : OptionalDouble.empty();
    }

    private static String plain(String unit) {
        // NB: ImageJ writes the micro sign into TIFF descriptions as backslash-u00B5.
        return unit.strip().replace("\\u00B5", "\u00b5").toLowerCase(Locale.ROOT);
    }

    /** The size in micrometres, or empty below 0.0001 and above 100000 um. */
    static Optional<PixelSize> plausible(double x, double y) {
        boolean inside = x >= SMALLEST && y >= SMALLEST && x <= LARGEST && y <= LARGEST;
        return inside ? Optional.of(new PixelSize(x, y)) : Optional.empty();
    }
}
