package org.coverslip.detect;

/**
 * A closed polygon around an object, in the same coordinates as its box.
 *
 * @param x of the corners, in order
 * @param y of the corners
 */
public record Outline(double[] x, double[] y) {

    public Outline {
        if (x.length != y.length || x.length < 3) {
            throw new IllegalArgumentException("no outline of " + x.length + " points");
        }
        x = x.clone();
        y = y.clone();
    }

    /** The four corners of a box. */
    public static Outline of(Box b) {
        return new Outline(
                new double[] {b.x0(), b.x1(), b.x1(), b.x0()},
                new double[] {b.y0(), b.y0(), b.y1(), b.y1()});
    }

    /**
     * A rectangle turned about its centre.
     *
     * @param box the rectangle before it is turned
     * @param radians clockwise, as y points down
     */
    public static Outline turned(Box box, double radians) {
        double cos = Math.cos(radians);
        double sin = Math.sin(radians);
        double[] x = new double[4];
        double[] y = new double[4];
        for (int i = 0; i < 4; i++) {
            double dx = (i == 0 || i == 3 ? -0.5 : 0.5) * box.width();
            double dy = (i < 2 ? -0.5 : 0.5) * box.height();
            x[i] = box.centreX() + dx * cos - dy * sin;
            y[i] = box.centreY() + dx * sin + dy * cos;
        }
        return new Outline(x, y);
    }

    public int size() {
        return x.length;
    }

    /** Multiplied by a factor per axis, then moved. */
    public Outline map(double scaleX, double scaleY, double dx, double dy) {
        double[] mx = new double[x.length];
        double[] my = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            mx[i] = x[i] * scaleX + dx;
            my[i] = y[i] * scaleY + dy;
        }
        return new Outline(mx, my);
    }

    /** The smallest upright box around it. */
    public Box bounds() {
        double x0 = x[0];
        double x1 = x[0];
        double y0 = y[0];
        double y1 = y[0];
        for (int i = 1; i < x.length; i++) {
            x0 = Math.min(x0, x[i]);
            x1 = Math.max(x1, x[i]);
            y0 = Math.min(y0, y[i]);
            y1 = Math.max(y1, y[i]);
        }
        return new Box(x0, y0, x1, y1);
    }
}
