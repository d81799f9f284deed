package org.coverslip.segment.objects;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.model.stain.ColourDeconvolution;

/**
 * What the pixels of an object hold.
 *
 * @param mean per channel, stored units; on slides with 8-bit colour followed by the mean optical
 *     density of haematoxylin, eosin and DAB
 * @param sum per channel, over pixels; likewise
 * @param deviation per channel, of the population; likewise
 */
public record Intensity(double[] mean, double[] sum, double[] deviation) {

    private static final List<String> STAINS = List.of("haematoxylin", "eosin", "dab");
    private static final List<String> COLOURS = List.of("red", "green", "blue", "alpha");

    /** Names of the places of the arrays. */
    public static List<String> names(int channels, boolean rgb) {
        List<String> names = new ArrayList<>();
        for (int c = 0; c < channels; c++) names.add(rgb ? COLOURS.get(c) : "channel " + (c + 1));
        if (rgb && channels >= 3) STAINS.forEach(s -> names.add(s + " od"));
        return names;
    }

    /**
     * @param mask of the object
     * @param planes [channel][y][x] over the mask's box
     * @param rgb whether they are red, green and blue with values from 0 to 255
     */
    public static Intensity of(ObjectMask mask, float[][] planes, boolean rgb) {
        boolean stains = rgb && planes.length >= 3;
        int n = planes.length + (stains ? 3 : 0);
        double[] sum = new double[n];
        double[] squares = new double[n];
        int pixels = 0;
        for (int i = 0; i < mask.on().length; i++) {
            if (!mask.on()[i]) continue;
            pixels++;
            for (int c = 0; c < planes.length; c++) {
                sum[c] += planes[c][i];
                squares[c] += (double) planes[c][i] * planes[c][i];
            }
            if (!stains) continue;
            for (int s = 0; s < 3; s++) {
                double od = ColourDeconvolution.HED.of(s, planes[0][i], planes[1][i], planes[2][i]);
                sum[planes.length + s] += od;
                squares[planes.length + s] += od * od;
            }
        }
        double[] mean = new double[n];
        double[] deviation = new double[n];
        for (int c = 0; c < n; c++) {
            mean[c] = sum[c] / pixels;
            deviation[c] = Math.sqrt(Math.max(0, squares[c] / pixels - mean[c] * mean[c]));
        }
        return new Intensity(mean, sum, deviation);
    }
}
