package org.coverslip.segment.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.gui.Roi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.util.Optional;
import java.util.SplittableRandom;
import org.coverslip.slide.PixelSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Measures are those that other programs give for the same pixels. */
class ShapeTest {

    private static ObjectMask mask(String text) {
        String[] rows = text.split("/");
        int w = rows[0].length();
        boolean[] on = new boolean[w * rows.length];
        for (int i = 0; i < on.length; i++) on[i] = rows[i / w].charAt(i % w) == '#';
        return new ObjectMask(0, 0, w, rows.length, on);
    }

    private static final String NUCLEUS =
            "....####..../..########../.##########./############/############/.##########./..########../.....###....";
    private static final String RING =
            "..########../.##......##./##........##/##..####..##/##..####..##/##........##/.##..###..../..#####.....";
    private static final String DIAGONAL =
            "##........../.##........./..##......../...##......./....##....../.....##...../......###.../.......####.";

    /**
     * Numbers of scikit-image 0.19.3, regionprops with an intensity image; NumPy for the last two.
     */
    @ParameterizedTest
    @CsvSource({
        NUCLEUS
                + ",67,5.52238806,3.447761194,28.97056275,11.3853441,7.514752935,0.7512327391,89.00320115,102.5970149,46.43308769,15.03272991,5.691451151",
        RING
                + ",46,5.195652174,3.326086957,46.20710678,14.19277871,8.948593176,0.7761866046,-82.53682096,95.91304348,51.05105121,18.14863537,6.998069006",
        DIAGONAL
                + ",19,4.789473684,4.0,18.20710678,14.75206682,1.995788757,0.9908062135,49.89726229,111.2631579,72.66639135,20.01515134,1.470986085",
        "#../##./.#.,4,0.5,1.0,4.414213562,3.236067977,1.236067977,0.9241763718,31.71747441,17.25,12.69596393,5.701562119,0.7015621187",
        "#######,7,3,0,5,8,0,1,90,21,14,4,0"
    })
    void aShapeIsMeasuredAsScikitImageDoes(
            String rows,
            double area,
            double x,
            double y,
            double perimeter,
            double major,
            double minor,
            double eccentricity,
            double orientation,
            double mean,
            double deviation,
            double wideMajor,
            double wideMinor) {
        ObjectMask mask = mask(rows);
        Shape s = Shape.of(mask, Optional.empty());
        var close = within(1e-6);
        assertThat(s.area()).isEqualTo(area);
        // NB: there a whole number is the centre of a pixel.
        assertThat(s.x() - 0.5).isCloseTo(x, close);
        assertThat(s.y() - 0.5).isCloseTo(y, close);
        assertThat(s.perimeter()).isCloseTo(perimeter, close);
        assertThat(s.major()).isCloseTo(major, close);
        assertThat(s.minor()).isCloseTo(minor, close);
        assertThat(s.eccentricity()).isCloseTo(eccentricity, close);
        // NB: there angles are measured from the y axis.
        double turned = ((90 - orientation) % 180 + 180) % 180;
        assertThat(s.angle()).isCloseTo(turned, close);
        Intensity i = Intensity.of(mask, new float[][] {ramp(mask)}, false);
        assertThat(i.mean()[0]).isCloseTo(mean, close);
        assertThat(i.sum()[0]).isCloseTo(mean * area, within(1e-5));
        assertThat(i.deviation()[0]).isCloseTo(deviation, close);
        Shape wide = Shape.of(mask, Optional.of(new PixelSize(0.5, 2)));
        assertThat(wide.area()).isCloseTo(area, close);
        assertThat(wide.major()).isCloseTo(wideMajor, close);
        assertThat(wide.minor()).isCloseTo(wideMinor, within(1e-5));
    }

    private static float[] ramp(ObjectMask mask) {
        float[] values = new float[mask.width() * mask.height()];
        for (int i = 0; i < values.length; i++) {
            int x = i % mask.width();
            int y = i / mask.width();
            values[i] = (7 * x + 13 * y + x * y) % 251;
        }
        return values;
    }

    private static boolean[] blob(SplittableRandom random, int side) {
        boolean[] on = new boolean[side * side];
        for (int k = 0; k < 4; k++) {
            double x = random.nextDouble(8, side - 8);
            double y = random.nextDouble(8, side - 8);
            double a = random.nextDouble(1, 8);
            double b = random.nextDouble(1, 8);
            for (int i = 0; i < on.length; i++) {
                on[i] |= Math.hypot((i % side - x) / a, (i / side - y) / b) <= 1;
            }
        }
        return on;
    }

    @Test
    void diametersAreThoseOfImagej() {
        SplittableRandom random = new SplittableRandom(5);
        int side = 40;
        for (int run = 0; run < 200; run++) {
            boolean[] on = blob(random, side);
            ByteProcessor p = new ByteProcessor(side, side);
            for (int i = 0; i < on.length; i++) if (on[i]) p.set(i, 255);
            p.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
            Roi roi = new ThresholdToSelection().convert(p);
            double[] feret = roi.getFeretValues();
            ObjectMask mask = new ObjectMask(0, 0, side, side, on).trimmed();
            Shape s = Shape.of(mask, Optional.empty());
            assertThat(s.feret()).isCloseTo(feret[0], within(1e-9));
            assertThat(s.feretMin()).isCloseTo(feret[2], within(1e-6));
        }
    }

    @Test
    void diametersOfPixelsThatAreNotSquareAreLengths() {
        // NB: 3 x 2 pixels of 0.5 x 2 um are 1.5 x 4 um.
        Shape s = Shape.of(mask("###/###"), Optional.of(new PixelSize(0.5, 2)));
        assertThat(s.feret()).isCloseTo(Math.hypot(1.5, 4), within(1e-9));
        assertThat(s.feretMin()).isCloseTo(1.5, within(1e-9));
        assertThat(s.area()).isCloseTo(6, within(1e-9));
        assertThat(s.solidity()).isCloseTo(1, within(1e-9));
        assertThat(s.angle()).isCloseTo(90, within(1e-9));
    }

    @Test
    void theSmallestObjectsHaveMeasuresToo() {
        Shape pixel = Shape.of(mask("#"), Optional.empty());
        assertThat(pixel.area()).isEqualTo(1);
        assertThat(pixel.feret()).isCloseTo(Math.sqrt(2), within(1e-9));
        assertThat(pixel.feretMin()).isCloseTo(1, within(1e-9));
        assertThat(pixel.circularity()).isEqualTo(1);
        assertThat(pixel.solidity()).isEqualTo(1);
        assertThat(pixel.eccentricity()).isZero();
    }
}
