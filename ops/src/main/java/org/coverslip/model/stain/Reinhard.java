package org.coverslip.model.stain;

import org.coverslip.RefusedException;

/**
 * Mean and deviation of a picture's stained pixels in CIELAB. Source: Reinhard et al. 2001, "Color
 * transfer between images"; in CIELAB as StainTools and torchstain do it, white D65.
 *
 * @param mean of L, a, b
 * @param deviation of L, a, b
 */
public record Reinhard(double[] mean, double[] deviation) {

    private static final double[] WHITE = {0.950456, 1, 1.088754};

    /** Linear light of sRGB values from 0 to 255 in quarters. */
    private static final double[] LINEAR = new double[1021];

    static {
        for (int i = 0; i < LINEAR.length; i++) {
            double v = i / 4.0 / 255;
            LINEAR[i] = v > 0.04045 ? Math.pow((v + 0.055) / 1.055, 2.4) : v / 12.92;
        }
    }

    /**
     * Measures a picture.
     *
     * @param rgb [3][pixel], 0 to 255; glass is left out
     * @throws RefusedException if there is hardly anything stained in it
     */
    public static Reinhard of(float[][] rgb) {
        double[] sum = new double[3];
        double[] squares = new double[3];
        double[] pixel = new double[3];
        int n = 0;
        for (int i = 0; i < rgb[0].length; i++) {
            for (int c = 0; c < 3; c++) pixel[c] = rgb[c][i];
            if (isGlass(pixel)) continue;
            toLab(pixel);
            n++;
            for (int c = 0; c < 3; c++) {
                sum[c] += pixel[c];
                squares[c] += pixel[c] * pixel[c];
            }
        }
        if (n < 100) {
            throw new RefusedException(
                    "stain normalisation",
                    "hardly a pixel of this image is stained",
                    "leave the image out, or use a model without this step");
        }
        double[] deviation = new double[3];
        for (int c = 0; c < 3; c++) {
            sum[c] /= n;
            deviation[c] = Math.sqrt(Math.max(1e-12, squares[c] / n - sum[c] * sum[c]));
        }
        return new Reinhard(sum, deviation);
    }

    private static boolean isGlass(double[] rgb) {
        return rgb[0] > 220 && rgb[1] > 220 && rgb[2] > 220;
    }

    /**
     * Gives a pixel of a picture with these colours those of a target.
     *
     * @param rgb 0 to 255, changed in place
     */
    public void apply(Reinhard target, double[] rgb) {
        toLab(rgb);
        for (int c = 0; c < 3; c++) {
            rgb[c] = (rgb[c] - mean[c]) / deviation[c] * target.deviation[c] + target.mean[c];
        }
        toRgb(rgb);
    }

    static void toLab(double[] p) {
        double r = LINEAR[(int) Math.round(Math.max(0, Math.min(255, p[0])) * 4)];
        double g = LINEAR[(int) Math.round(Math.max(0, Math.min(255, p[1])) * 4)];
        double b = LINEAR[(int) Math.round(Math.max(0, Math.min(255, p[2])) * 4)];
        double x = (0.412453 * r + 0.357580 * g + 0.180423 * b) / WHITE[0];
        double y = 0.212671 * r + 0.715160 * g + 0.072169 * b;
        double z = (0.019334 * r + 0.119193 * g + 0.950227 * b) / WHITE[2];
        double fy = f(y);
        p[0] = 116 * fy - 16;
        p[1] = 500 * (f(x) - fy);
        p[2] = 200 * (fy - f(z));
    }

    private static double f(double t) {
        return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16 / 116.0;
    }

    static void toRgb(double[] p) {
        double fy = (p[0] + 16) / 116;
        double x = inverse(fy + p[1] / 500) * WHITE[0];
        double y = inverse(fy);
        double z = inverse(fy - p[2] / 200) * WHITE[2];
        p[0] = gamma(3.240479 * x - 1.537150 * y - 0.498535 * z);
        p[1] = gamma(-0.969256 * x + 1.875991 * y + 0.041556 * z);
        p[2] = gamma(0.055648 * x - 0.204043 * y + 1.057311 * z);
    }

    private static double inverse(double f) {
        return f > 0.206893 ? f * f * f : (f - 16 / 116.0) / 7.787;
    }

    private static double gamma(double linear) {
        double v = Math.max(0, Math.min(1, linear));
        return 255 * (v > 0.0031308 ? 1.055 * Math.pow(v, 1 / 2.4) - 0.055 : 12.92 * v);
    }
}
