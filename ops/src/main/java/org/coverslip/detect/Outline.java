package org.coverslip.detect;

import java.util.Arrays;
import java.util.Optional;

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

    /** Whether it is just the four corners of an upright box. */
    public boolean isBox() {
        if (x.length != 4) return false;
        Box box = bounds();
        boolean first = x[0] == x[1];
        for (int i = 0; i < 4; i++) {
            int next = (i + 1) % 4;
            boolean upright = i % 2 == 0 == first;
            if (upright ? x[i] != x[next] : y[i] != y[next]) return false;
            if (x[i] != box.x0() && x[i] != box.x1()) return false;
        }
        return true;
    }

    /** What it covers, in square pixels (the shoelace formula); not negative. */
    public double area() {
        double twice = 0;
        for (int i = 0; i < x.length; i++) {
            int next = (i + 1) % x.length;
            twice += x[i] * y[next] - x[next] * y[i];
        }
        return Math.abs(twice) / 2;
    }

    /**
     * The part inside 0 to width, 0 to height (Sutherland and Hodgman 1974): this one if all of it
     * is inside, empty if nothing is. Parts that the edge cuts off from each other stay joined
     * along the edge.
     */
    public Optional<Outline> clip(double width, double height) {
        Box box = bounds();
        if (box.x0() >= 0 && box.y0() >= 0 && box.x1() <= width && box.y1() <= height) {
            return Optional.of(this);
        }
        double[][] ring = {x, y};
        ring = half(ring, 0, 0, 1);
        ring = half(ring, 0, width, -1);
        ring = half(ring, 1, 0, 1);
        ring = half(ring, 1, height, -1);
        return ring[0].length < 3 ? Optional.empty() : Optional.of(new Outline(ring[0], ring[1]));
    }

    /** What lies on one side of a line along an axis: where {@code sign * (v - limit) >= 0}. */
    private static double[][] half(double[][] ring, int axis, double limit, int sign) {
        int n = ring[0].length;
        double[][] kept = new double[2][2 * n];
        int size = 0;
        for (int i = 0; i < n; i++) {
            int next = (i + 1) % n;
            double here = sign * (ring[axis][i] - limit);
            double there = sign * (ring[axis][next] - limit);
            if (here >= 0) {
                kept[0][size] = ring[0][i];
                kept[1][size++] = ring[1][i];
            }
            if (here < 0 == there < 0) continue;
            double part = here / (here - there);
            int other = 1 - axis;
            kept[axis][size] = limit;
            kept[other][size++] = ring[other][i] + part * (ring[other][next] - ring[other][i]);
        }
        return new double[][] {Arrays.copyOf(kept[0], size), Arrays.copyOf(kept[1], size)};
    }
}
