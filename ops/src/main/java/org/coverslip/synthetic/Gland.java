package org.coverslip.synthetic;

/**
 * A gland cut across: a ring of cells around a lumen.
 *
 * @param x, y middle, level-0 pixels
 * @param radius of the outer border, pixels
 * @param lumen radius of the hole as a share of the outer
 * @param two, cos3, sin3 unevenness of the border, as in {@link Nucleus}
 * @param key draws for its nuclei
 */
record Gland(
        double x,
        double y,
        double radius,
        double lumen,
        double two,
        double cos3,
        double sin3,
        long key) {

    /** Distance from the middle that the border never passes, pixels. */
    double reach() {
        return radius * (1 + Math.abs(two) + Math.abs(cos3) + Math.abs(sin3));
    }

    /** Distance of the border in the direction (c, s), as a share of the radius. */
    double border(double c, double s) {
        return 1 + two * (c * c - s * s) + cos3 * c * (4 * c * c - 3) + sin3 * s * (3 - 4 * s * s);
    }
}
