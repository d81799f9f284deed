package org.coverslip.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * How numbers stand in tables: a dot, no exponent for everyday sizes, the same text on every
 * machine.
 */
public final class Numbers {

    private static final MathContext SEVEN_DIGITS = new MathContext(7, RoundingMode.HALF_EVEN);

    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

    private Numbers() {}

    /**
     * Seven significant digits, which is what a float32 carries; NaN and infinities as NumPy and R
     * read them.
     */
    public static String text(double value) {
        if (Double.isNaN(value)) return "NaN";
        if (Double.isInfinite(value)) return value > 0 ? "Inf" : "-Inf";
        if (value == 0) return "0";
        double size = Math.abs(value);
        String quick = size >= 1e-3 && size < 1e6 ? quick(size) : "";
        if (!quick.isEmpty()) return value < 0 ? "-" + quick : quick;
        BigDecimal rounded = new BigDecimal(value).round(SEVEN_DIGITS).stripTrailingZeros();
        return size >= 1e-9 && size < 1e15 ? rounded.toPlainString() : rounded.toString();
    }

    /**
     * A place on an image: as {@link #text}, but never coarser than a hundredth of a pixel, however
     * large the slide is.
     */
    public static String place(double pixels) {
        if (!(Math.abs(pixels) >= 1e5) || Double.isInfinite(pixels)) return text(pixels);
        BigDecimal hundredths = new BigDecimal(pixels).setScale(2, RoundingMode.HALF_EVEN);
        return hundredths.stripTrailingZeros().toPlainString();
    }

    /**
     * The same by whole numbers for everyday sizes; empty where the last digit could come out
     * otherwise. NB: a slide has ten numbers per object; decimal arithmetic takes ten times as
     * long.
     */
    private static String quick(double size) {
        int decimals = 6;
        for (double top = 10; size >= top; top *= 10) decimals--;
        for (double low = 1; size < low; low /= 10) decimals++;
        double scaled = size * POWERS[decimals];
        double whole = Math.floor(scaled);
        if (Math.abs(scaled - whole - 0.5) < 1e-6) return "";
        long digits = (long) whole + (scaled - whole > 0.5 ? 1 : 0);
        while (decimals > 0 && digits % 10 == 0) {
            digits /= 10;
            decimals--;
        }
        String text = Long.toString(digits);
        if (decimals == 0) return text;
        if (text.length() <= decimals) text = "0".repeat(decimals - text.length() + 1) + text;
        int point = text.length() - decimals;
        return text.substring(0, point) + "." + text.substring(point);
    }
}
