package org.coverslip.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** A number in a table is the nearest one of seven digits, whatever shortcut wrote it. */
class NumbersTest {

    private static void isTheNearest(double value) {
        BigDecimal exact =
                new BigDecimal(value)
                        .round(new MathContext(7, RoundingMode.HALF_EVEN))
                        .stripTrailingZeros();
        assertThat(Numbers.text(value)).isEqualTo(exact.toPlainString());
    }

    @Property(tries = 300)
    void everydaySizesAndMeasurementsOfFewDecimals(@ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 200; i++) {
            double value = Math.pow(10, random.nextDouble(-4, 7));
            isTheNearest(value);
            isTheNearest(-value);
            isTheNearest((float) value);
            isTheNearest(Math.rint(value * 100) / 100 + 0.01);
        }
    }

    @Example
    void aroundPowersOfTenAndWhereTheSevenDigitsLieHalfwayBetweenTwo() {
        for (double power = 1e-4; power < 1e8; power *= 10) {
            for (double v : new double[] {power, Math.nextDown(power), Math.nextUp(power)}) {
                isTheNearest(v);
                isTheNearest(v * (1 - 5e-8));
                isTheNearest(v * 9.9999995);
            }
        }
        // Halves of a binary fraction are exact: 1 + 2^-k needs more than seven digits.
        for (int k = 1; k < 40; k++) isTheNearest(1 + Math.scalb(1.0, -k));
        isTheNearest(1000000.5);
        isTheNearest(1000001.5);
        isTheNearest(0.5);
        isTheNearest(100);
    }

    @Example
    void placesOnTheLargestSlidesAreKnownToAHundredthOfAPixel() {
        assertThat(Numbers.place(12.345678)).isEqualTo("12.34568");
        assertThat(Numbers.place(123456.789)).isEqualTo("123456.79");
        assertThat(Numbers.place(-1234567.5)).isEqualTo("-1234567.5");
        assertThat(Numbers.place(200000)).isEqualTo("200000");
        assertThat(Numbers.place(Double.NaN)).isEqualTo("NaN");
    }
}
