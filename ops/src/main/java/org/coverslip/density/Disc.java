package org.coverslip.density;

import java.util.ArrayList;
import java.util.List;

/**
 * A disc around the centre of a cell of a square grid: which part of every cell lies in it.
 *
 * <p>Row {@code dy} from the centre holds {@code full(dy)} whole cells at either side of the
 * middle, then cells that the circle cuts, up to {@code reach}.
 */
final class Disc {

    private final double radius;
    private final int reach;
    private final int[] full;
    private final double[][] part;

    /**
     * @param radius in cells, above 0
     */
    Disc(double radius) {
        this.radius = radius;
        reach = (int) Math.ceil(radius - 0.5);
        full = new int[reach + 1];
        part = new double[reach + 1][];
        for (int dy = 0; dy <= reach; dy++) {
            int whole = -1;
            while (whole < reach && isWhole(whole + 1, dy)) whole++;
            full[dy] = whole;
            part[dy] = new double[reach - whole];
            for (int dx = whole + 1; dx <= reach; dx++) part[dy][dx - whole - 1] = cell(dx, dy);
        }
    }

    private boolean isWhole(int dx, int dy) {
        return Math.hypot(dx + 0.5, dy + 0.5) <= radius;
    }

    /** Cells from the centre's to the last that the disc touches. */
    int reach() {
        return reach;
    }

    /** The last column from the middle that is whole in a row; -1: none is. */
    int full(int dy) {
        return full[Math.abs(dy)];
    }

    /** Part, 0 to 1, of the cells of a row that follow the whole ones. */
    double[] part(int dy) {
        return part[Math.abs(dy)];
    }

    /**
     * The cells that are not whole, in an array of rows of cells.
     *
     * @param offsets of their places from that of the centre
     * @param parts of them that lie in the disc
     */
    record Rim(int[] offsets, double[] parts) {

        /** What they add up to around a cell. */
        double sum(double[] values, int centre) {
            double sum = 0;
            for (int k = 0; k < offsets.length; k++) sum += parts[k] * values[centre + offsets[k]];
            return sum;
        }
    }

    /**
     * @param pitch cells per row of the array
     */
    Rim rim(int pitch) {
        List<Integer> offsets = new ArrayList<>();
        List<Double> parts = new ArrayList<>();
        for (int dy = -reach; dy <= reach; dy++) {
            for (int dx = -reach; dx <= reach; dx++) {
                int k = Math.abs(dx) - full(dy) - 1;
                if (k < 0 || part(dy)[k] == 0) continue;
                offsets.add(dy * pitch + dx);
                parts.add(part(dy)[k]);
            }
        }
        return new Rim(
                offsets.stream().mapToInt(i -> i).toArray(),
                parts.stream().mapToDouble(p -> p).toArray());
    }

    /** Area of a cell that lies in the disc. */
    private double cell(int dx, int dy) {
        double area =
                corner(dx + 0.5, dy + 0.5)
                        - corner(dx - 0.5, dy + 0.5)
                        - corner(dx + 0.5, dy - 0.5)
                        + corner(dx - 0.5, dy - 0.5);
        // NB: cells beyond the circle come out as a rounding error.
        return area > 1e-12 ? area : 0;
    }

    /** Area that the disc shares with the rectangle between its centre and a point, with a sign. */
    private double corner(double x, double y) {
        if (x < 0) return -corner(-x, y);
        if (y < 0) return -corner(x, -y);
        if (Math.hypot(x, y) <= radius) return x * y;
        double top = Math.min(y, radius);
        double right = Math.min(x, radius);
        double flat = Math.sqrt(radius * radius - top * top);
        return top * flat + under(right) - under(flat);
    }

    /** Integral of the circle's height from 0 to x. */
    private double under(double x) {
        double height = Math.sqrt(Math.max(0, radius * radius - x * x));
        return (x * height + radius * radius * Math.asin(x / radius)) / 2;
    }
}
