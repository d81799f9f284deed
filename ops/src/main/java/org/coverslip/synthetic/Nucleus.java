package org.coverslip.synthetic;

/**
 * One nucleus: an ellipse whose outline is slightly uneven. In the ellipse's own frame, scaled to
 * the unit circle, the outline at angle t is {@code 1 + two cos 2t + cos3 cos 3t + sin3 sin 3t}.
 *
 * @param x, y centre, level-0 pixels; a whole number is the corner of a pixel, as in QuPath
 * @param a, b half axes, level-0 pixels, a at least b
 * @param angle of the axis a from the x axis towards the y axis (clockwise as seen), radians
 * @param region what it belongs to
 * @param two, cos3, sin3 unevenness of the outline, together below 0.2
 * @param darkness relative, 1 is usual
 * @param key draws for what is inside
 */
public record Nucleus(
        double x,
        double y,
        double a,
        double b,
        double angle,
        Region region,
        double two,
        double cos3,
        double sin3,
        double darkness,
        long key) {

    /** Distance from the centre that the outline never passes, pixels. */
    double reach() {
        return a * (1 + Math.abs(two) + Math.abs(cos3) + Math.abs(sin3));
    }

    /** The outline at an angle of the ellipse's frame given by its cosine and sine. */
    double outline(double c, double s) {
        return 1 + two * (c * c - s * s) + cos3 * c * (4 * c * c - 3) + sin3 * s * (3 - 4 * s * s);
    }

    /** Distance from the centre to the outline in the image's direction (cos, sin), pixels. */
    double radius(double cos, double sin) {
        double ca = StrictMath.cos(angle);
        double sa = StrictMath.sin(angle);
        double u = (cos * ca + sin * sa) / a;
        double v = (sin * ca - cos * sa) / b;
        double n = Math.sqrt(u * u + v * v);
        return outline(u / n, v / n) / n;
    }

    /**
     * Points of the outline.
     *
     * @return {@code points} pairs x, y in level-0 pixels
     */
    public double[][] polygon(int points) {
        double ca = StrictMath.cos(angle);
        double sa = StrictMath.sin(angle);
        double[][] polygon = new double[points][];
        for (int i = 0; i < points; i++) {
            double t = 2 * Math.PI * i / points;
            double c = StrictMath.cos(t);
            double s = StrictMath.sin(t);
            double r = outline(c, s);
            double u = a * c * r;
            double v = b * s * r;
            polygon[i] = new double[] {x + u * ca - v * sa, y + u * sa + v * ca};
        }
        return polygon;
    }

    /**
     * Whether the outlines of two nuclei come closer than {@code gap} pixels, nearly; a negative
     * gap lets them overlap.
     */
    boolean touches(Nucleus other, double gap) {
        double dx = other.x - x;
        double dy = other.y - y;
        double d = Math.sqrt(dx * dx + dy * dy);
        if (d > reach() + other.reach() + gap) return false;
        if (d < b + other.b + gap) return true;
        double cos = dx / d;
        double sin = dy / d;
        return d < radius(cos, sin) + other.radius(-cos, -sin) + gap;
    }
}
