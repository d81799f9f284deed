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

    private Numbers() {}

    /**
     * Seven significant digits, which is what a float32 carries; NaN and infinities as NumPy and R
     * read them.
     */
    public static String text(double value) {
        if (Double.isNaN(value)) return "NaN";
        if (Double.isInfinite(value)) return value > 0 ? "Inf" : "-Inf";
        if (value == 0) return "0";
        BigDecimal rounded = new BigDecimal(value).round(SEVEN_DIGITS).stripTrailingZeros();
        double size = Math.abs(value);
        return size >= 1e-9 && size < 1e15 ? rounded.toPlainString() : rounded.toString();
    }
}
