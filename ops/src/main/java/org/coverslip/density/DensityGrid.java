package org.coverslip.density;

import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.report.FloatMap;
import org.coverslip.slide.PixelSize;
import org.coverslip.tile.Coverage;

/**
 * Counts objects on a grid over an image, and makes of the counts a map of their density: those
 * whose centre lies within a radius, divided by the area within that radius that was analysed, so
 * that it does not fall towards the image's border or the edge of the tissue.
 *
 * <p>Memory: a number per class and cell, and at most 1500 cells a side, however many objects come.
 * A position is known to a cell, which is a twentieth of the radius or, on large slides, a 1500th
 * of the longer side. Not for several threads at once.
 */
public final class DensityGrid {

    /**
     * Micrometres. Holds some 150 nuclei of dense tissue, which a Poisson error of 8 % leaves
     * telling; glands, nests of a tumour and follicles are as large and are not blurred away. For
     * rare objects such as mitoses 800 is usual: 2 mm2.
     */
    public static final double USUAL_RADIUS = 100;

    /** For run.json. */
    public static final String WITHOUT_PIXEL_SIZE =
            "no density map was made of images that do not say how large their pixels are: give"
                    + " spacing=";

    private static final double LARGEST_RADIUS = 100_000;
    private static final int MOST_CELLS = 1500;

    private static final int CELLS_PER_RADIUS = 20;

    /** Cells that are asked about together: most lie wholly inside or outside. */
    private static final int BLOCK = 16;

    private static final double SQUARE_MILLIMETRE = 1e6;
    private static final double LEAST_PART = 0.25;

    private final List<String> names;
    private final double radius;
    private final double edge;
    private final double scaleX;
    private final double scaleY;
    private final long imageWidth;
    private final long imageHeight;
    private final int width;
    private final int height;
    private final int[][] counts;

    /** Whether something was computed at a place of the image, in level-0 pixels. */
    @FunctionalInterface
    public interface Computed {

        /** Everywhere. */
        Computed ALL = (x, y) -> true;

        boolean at(double x, double y);
    }

    /**
     * @param imageWidth level-0 pixels
     * @param imageHeight level-0 pixels
     * @param pixel extent of one
     * @param radius micrometres, above 0
     * @param names of the classes
     */
    public DensityGrid(
            long imageWidth, long imageHeight, PixelSize pixel, double radius, List<String> names) {
        if (!(radius > 0)) throw new IllegalArgumentException("radius " + radius);
        this.names = List.copyOf(names);
        this.radius = radius;
        this.imageWidth = imageWidth;
        this.imageHeight = imageHeight;
        double longest = Math.max(imageWidth * pixel.x(), imageHeight * pixel.y());
        edge = Math.max(longest / MOST_CELLS, radius / CELLS_PER_RADIUS);
        scaleX = edge / pixel.x();
        scaleY = edge / pixel.y();
        width = (int) Math.max(1, Math.ceil(imageWidth / scaleX - 1e-6));
        height = (int) Math.max(1, Math.ceil(imageHeight / scaleY - 1e-6));
        counts = new int[names.size()][width * height];
    }

    /**
     * A radius as a user may give it.
     *
     * @return the same
     * @throws RefusedException if it is none
     */
    public static double checked(double radius) {
        if (radius >= 0 && radius <= LARGEST_RADIUS) return radius;
        throw new RefusedException(
                "density=" + radius,
                "this is no radius in micrometres",
                "give one up to 100000, or 0 for no density maps");
    }

    /**
     * Counts an object.
     *
     * @param label position of its class among the names, from 0
     * @param x centre in level-0 pixels; what lies beyond the image counts at its border
     * @param y centre
     */
    public void add(int label, double x, double y) {
        counts[label][row(y) * width + column(x)]++;
    }

    private int column(double x) {
        return (int) Math.max(0, Math.min(width - 1, Math.floor(x / scaleX)));
    }

    private int row(double y) {
        return (int) Math.max(0, Math.min(height - 1, Math.floor(y / scaleY)));
    }

    /**
     * The map of what was counted. Objects where nothing was analysed do not count.
     *
     * @param inside what was asked for
     * @param computed where that was done
     */
    public DensityMap map(Coverage inside, Computed computed) {
        double[] areas = areas(inside, computed);
        Disc disc = new Disc(radius / edge);
        double[] around = sums(areas, areas, disc);
        double whole = Math.PI * radius * radius / SQUARE_MILLIMETRE;
        float[][] planes = new float[counts.length][];
        double[] densest = new double[counts.length];
        for (int c = 0; c < counts.length; c++) {
            double[] own = new double[areas.length];
            for (int i = 0; i < own.length; i++) if (areas[i] > 0) own[i] = counts[c][i];
            double[] found = sums(own, areas, disc);
            planes[c] = new float[areas.length];
            double most = 0;
            double mostAnywhere = 0;
            for (int i = 0; i < found.length; i++) {
                planes[c][i] = areas[i] > 0 ? (float) (found[i] / around[i]) : Float.NaN;
                if (!(areas[i] > 0)) continue;
                mostAnywhere = Math.max(mostAnywhere, planes[c][i]);
                if (around[i] >= LEAST_PART * whole) most = Math.max(most, planes[c][i]);
            }
            densest[c] = most > 0 ? most : mostAnywhere;
        }
        FloatMap map = new FloatMap(width, height, planes, scaleX, scaleY, 0, 0);
        return new DensityMap(map, names, radius, densest);
    }

    /** mm2 of every cell that were analysed. */
    private double[] areas(Coverage inside, Computed computed) {
        double[] areas = new double[width * height];
        double pixel = edge * edge / (scaleX * scaleY) / SQUARE_MILLIMETRE;
        for (int j = 0; j < height; j++) {
            double top = j * scaleY;
            double h = Math.min(imageHeight, top + scaleY) - top;
            Coverage row = inside.row(top, h);
            for (int from = 0; from < width; from += BLOCK) {
                int to = Math.min(width, from + BLOCK);
                double w = Math.min(imageWidth, to * scaleX) - from * scaleX;
                double part = row.area(from * scaleX, top, w, h) / (w * h);
                if (part < 1e-9) continue;
                for (int i = from; i < to; i++) {
                    double left = i * scaleX;
                    double cw = Math.min(imageWidth, left + scaleX) - left;
                    if (!computed.at(left + cw / 2, top + h / 2)) continue;
                    double own = part > 1 - 1e-9 ? cw * h : row.area(left, top, cw, h);
                    areas[j * width + i] = own * pixel;
                }
            }
        }
        return areas;
    }

    /**
     * Sums of values over a disc around each cell that is wanted. NB: on values with a margin, so
     * that the loops over the disc's rows and over the cells that its circle cuts ask nothing.
     */
    private double[] sums(double[] values, double[] wanted, Disc disc) {
        int margin = disc.reach();
        int wide = width + 2 * margin;
        double[] padded = new double[wide * (height + 2 * margin)];
        double[] before = new double[(wide + 1) * (height + 2 * margin)];
        for (int j = 0; j < height; j++) {
            int to = (j + margin) * wide + margin;
            System.arraycopy(values, j * width, padded, to, width);
            int row = (j + margin) * (wide + 1);
            for (int i = 0; i < wide; i++) {
                before[row + i + 1] = before[row + i] + padded[(j + margin) * wide + i];
            }
        }
        Disc.Rim rim = disc.rim(wide);
        double[] sums = new double[values.length];
        for (int j = 0; j < height; j++) {
            for (int i = 0; i < width; i++) {
                if (!(wanted[j * width + i] > 0)) continue;
                double sum = rim.sum(padded, (j + margin) * wide + i + margin);
                for (int dy = -margin; dy <= margin; dy++) {
                    int full = disc.full(dy);
                    int at = (j + margin + dy) * (wide + 1) + i + margin;
                    if (full >= 0) sum += before[at + full + 1] - before[at - full];
                }
                sums[j * width + i] = sum;
            }
        }
        return sums;
    }
}
