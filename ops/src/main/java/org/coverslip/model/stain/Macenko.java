package org.coverslip.model.stain;

import org.coverslip.RefusedException;

/**
 * The two stains of a picture and how much of them there is. Source: Macenko et al. 2009, "A method
 * for normalizing histology slides for quantitative analysis", as torchstain's {@code
 * MacenkoNormalizer}.
 *
 * @param red densities of haematoxylin and of eosin in red light, of vectors of length 1
 * @param green in green light
 * @param blue in blue light
 * @param most the 99th percentile of the amount of haematoxylin and of eosin
 */
public record Macenko(double[] red, double[] green, double[] blue, double[] most) {

    /** Percentile of the angles that are taken for pure stains. */
    private static final double ALPHA = 1;

    /** Fewer stained pixels say nothing about a stain. */
    private static final int LEAST = 100;

    /** The reference of Macenko's own code, which most programs use. */
    public static final Macenko REFERENCE =
            new Macenko(
                    new double[] {0.5626, 0.2159},
                    new double[] {0.7201, 0.8012},
                    new double[] {0.4062, 0.5581},
                    new double[] {1.9705, 1.0308});

    /**
     * Measures a picture.
     *
     * @param rgb [3][pixel], 0 to 255; glass is left out
     * @throws RefusedException if there is hardly anything stained in it
     */
    public static Macenko of(float[][] rgb) {
        double[][] od = OpticalDensity.stained(rgb, true);
        int n = od[0].length;
        if (n < LEAST) {
            throw new RefusedException(
                    "stain normalisation",
                    "hardly a pixel of this image is stained",
                    "leave the image out, or use a model without this step");
        }
        double[][] axes = SymmetricMatrix.eigenvectors(covariance(od));
        double[] angles = new double[n];
        for (int i = 0; i < n; i++) {
            angles[i] = Math.atan2(dot(axes[1], od, i), dot(axes[2], od, i));
        }
        double low = OpticalDensity.percentile(angles.clone(), ALPHA);
        double high = OpticalDensity.percentile(angles, 100 - ALPHA);
        double[] a = direction(axes, low);
        double[] b = direction(axes, high);
        // NB: haematoxylin takes more red light than eosin.
        double[] h = a[0] > b[0] ? a : b;
        double[] e = a[0] > b[0] ? b : a;
        double[][] inverse = pseudoInverse(h, e);
        double[][] tissue = OpticalDensity.stained(rgb, false);
        double[] most = new double[2];
        for (int s = 0; s < 2; s++) {
            // NB: torchstain takes all pixels, glass too; how much glass a slide has must not
            // matter.
            double[] amount = new double[tissue[0].length];
            for (int i = 0; i < amount.length; i++) amount[i] = dot(inverse[s], tissue, i);
            most[s] = OpticalDensity.percentile(amount, 99);
        }
        return new Macenko(
                new double[] {h[0], e[0]},
                new double[] {h[1], e[1]},
                new double[] {h[2], e[2]},
                most);
    }

    private static double dot(double[] v, double[][] od, int i) {
        return v[0] * od[0][i] + v[1] * od[1][i] + v[2] * od[2][i];
    }

    /** NB: measured from the longest axis, where no angle jumps from pi to minus pi. */
    private static double[] direction(double[][] axes, double angle) {
        double c = Math.cos(angle);
        double s = Math.sin(angle);
        double[] v = new double[3];
        double sum = 0;
        for (int k = 0; k < 3; k++) sum += v[k] = c * axes[2][k] + s * axes[1][k];
        if (sum < 0) for (int k = 0; k < 3; k++) v[k] = -v[k];
        return v;
    }

    private static double[][] covariance(double[][] od) {
        int n = od[0].length;
        double[] mean = new double[3];
        for (int c = 0; c < 3; c++) {
            for (double v : od[c]) mean[c] += v;
            mean[c] /= n;
        }
        double[][] m = new double[3][3];
        for (int a = 0; a < 3; a++) {
            for (int b = 0; b < 3; b++) {
                for (int i = 0; i < n; i++) m[a][b] += (od[a][i] - mean[a]) * (od[b][i] - mean[b]);
                m[a][b] /= n - 1;
            }
        }
        return m;
    }

    /** Two rows that give the least-squares amounts of two stains. */
    private static double[][] pseudoInverse(double[] h, double[] e) {
        double hh = 0;
        double he = 0;
        double ee = 0;
        for (int k = 0; k < 3; k++) {
            hh += h[k] * h[k];
            he += h[k] * e[k];
            ee += e[k] * e[k];
        }
        double det = hh * ee - he * he;
        if (!(Math.abs(det) > 1e-9)) {
            throw new RefusedException(
                    "stain normalisation",
                    "this image shows one stain only",
                    "use a model without this step");
        }
        double[][] rows = new double[2][3];
        for (int k = 0; k < 3; k++) {
            rows[0][k] = (ee * h[k] - he * e[k]) / det;
            rows[1][k] = (hh * e[k] - he * h[k]) / det;
        }
        return rows;
    }

    /**
     * The matrix that turns densities of a picture with these stains into those of a target: out =
     * m in, row by row.
     */
    public double[] to(Macenko target) {
        double[][] inverse =
                pseudoInverse(
                        new double[] {red[0], green[0], blue[0]},
                        new double[] {red[1], green[1], blue[1]});
        double[][] colours = {target.red, target.green, target.blue};
        double[] m = new double[9];
        for (int out = 0; out < 3; out++) {
            for (int in = 0; in < 3; in++) {
                for (int s = 0; s < 2; s++) {
                    m[out * 3 + in] += colours[out][s] * target.most[s] / most[s] * inverse[s][in];
                }
            }
        }
        return m;
    }

    /**
     * Applies a matrix of {@link #to} to one pixel.
     *
     * @param rgb 0 to 255, changed in place
     */
    public static void apply(double[] matrix, double[] rgb) {
        double r = OpticalDensity.of(rgb[0]);
        double g = OpticalDensity.of(rgb[1]);
        double b = OpticalDensity.of(rgb[2]);
        for (int c = 0; c < 3; c++) {
            rgb[c] =
                    OpticalDensity.value(
                            matrix[3 * c] * r + matrix[3 * c + 1] * g + matrix[3 * c + 2] * b);
        }
    }
}
