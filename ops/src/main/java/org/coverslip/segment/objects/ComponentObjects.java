package org.coverslip.segment.objects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntUnaryOperator;

/**
 * Objects of a plane of any size: connected pixels of one class, over sides and corners, with small
 * holes filled and, if asked for, cut in parts. What comes out does not depend on how the plane is
 * stored. Memory: a few numbers per component, and one component at a time.
 */
public final class ComponentObjects {

    private static final int BLOCK_WIDTH = 1024;
    private static final int BLOCK_HEIGHT = 256;

    /** Boxes of more pixels are looked at reduced: 64 MB for the mask. */
    private static final long MOST_PIXELS = 64L << 20;

    private final LabelPlane values;
    private final LabelPlane ids;
    private final IntUnaryOperator classOf;
    private final Splitter splitter;
    private final double holes;
    private final double smallest;
    private final BooleanSupplier canceled;
    private int[] stats = new int[6 * 1024];

    /** Cuts a component into objects. */
    @FunctionalInterface
    public interface Splitter {

        /** Leaves it whole. */
        Splitter NONE = (mask, values) -> List.of(mask);

        /**
         * @param values of the plane over the mask's box
         */
        List<ObjectMask> split(ObjectMask mask, int[] values);
    }

    /**
     * @param values of the pixels
     * @param ids a plane of the same size for numbers of components
     * @param classOf class of a pixel's value, 0 for none
     * @param holes holes of up to so many pixels are filled
     * @param smallest components of fewer pixels, holes included, are not looked at
     * @param canceled asked now and then whether to stop
     */
    public ComponentObjects(
            LabelPlane values,
            LabelPlane ids,
            IntUnaryOperator classOf,
            Splitter splitter,
            double holes,
            double smallest,
            BooleanSupplier canceled) {
        this.values = values;
        this.ids = ids;
        this.classOf = classOf;
        this.splitter = splitter;
        this.holes = holes;
        this.smallest = smallest;
        this.canceled = canceled;
    }

    /** The ways to cut that decoders know. */
    public static Splitter watershed() {
        return (mask, v) -> Watershed.split(mask);
    }

    /**
     * For heads that predict the distance to the border.
     *
     * @param unit value of the distance 1
     */
    public static Splitter byHeight(double unit, double tolerance) {
        return (mask, v) -> {
            float[] height = new float[v.length];
            for (int i = 0; i < v.length; i++) height[i] = (float) (v[i] / unit);
            return Watershed.split(mask, height, (float) tolerance);
        };
    }

    /**
     * For heads that predict borders.
     *
     * @param border value of border pixels
     */
    public static Splitter byBorder(int border) {
        return (mask, v) -> BorderSplit.split(mask, v, border);
    }

    /**
     * Finds them all.
     *
     * @param sink takes them, roughly from top to bottom
     * @return false if it was stopped
     */
    public boolean find(Consumer<Found> sink) {
        UnionFind sets = scan();
        if (sets == null) return false;
        int n = sets.size();
        List<Integer> roots = new ArrayList<>();
        for (int i = 1; i < n; i++) {
            int root = sets.find(i);
            if (root == i) roots.add(i);
            else merge(root, i);
        }
        // NB: neighbours one after the other, so that the same pieces of the plane serve them.
        roots.sort(
                Comparator.<Integer>comparingInt(r -> stats[6 * r + 1] / 512)
                        .thenComparingInt(r -> stats[6 * r] / 512)
                        .thenComparingInt(r -> r));
        int seen = 0;
        for (int root : roots) {
            if (++seen % 256 == 0 && canceled.getAsBoolean()) return false;
            // NB: a component of n pixels encloses no more than (n / 4)^2.
            double least = holes > 0 ? Math.sqrt(smallest) : smallest;
            if (stats[6 * root + 4] >= least) component(root, sets, sink);
        }
        return true;
    }

    private UnionFind scan() {
        ComponentScan scan = new ComponentScan(values.width());
        for (int y = 0; y < values.height(); y += BLOCK_HEIGHT) {
            int h = Math.min(BLOCK_HEIGHT, values.height() - y);
            if (canceled.getAsBoolean()) return null;
            for (int x = 0; x < values.width(); x += BLOCK_WIDTH) {
                int w = Math.min(BLOCK_WIDTH, values.width() - x);
                int[] classes = new int[w * h];
                values.read(x, y, w, h, classes);
                for (int i = 0; i < classes.length; i++) {
                    classes[i] = classOf.applyAsInt(classes[i]);
                }
                int[] block = scan.block(x, y, w, h, classes);
                ids.write(x, y, w, h, block);
                for (int i = 0; i < block.length; i++) {
                    if (block[i] > 0) count(block[i], x + i % w, y + i / w, classes[i]);
                }
            }
        }
        count(scan.sets().size(), 0, 0, 0);
        return scan.sets();
    }

    /** Box, pixels and class of a number, six places each. */
    private void count(int id, int x, int y, int c) {
        int at = 6 * id;
        if (at + 6 > stats.length) stats = Arrays.copyOf(stats, Math.max(at + 6, 2 * stats.length));
        if (stats[at + 4] == 0) {
            stats[at] = stats[at + 2] = x;
            stats[at + 1] = stats[at + 3] = y;
            stats[at + 5] = c;
        }
        stats[at] = Math.min(stats[at], x);
        stats[at + 1] = Math.min(stats[at + 1], y);
        stats[at + 2] = Math.max(stats[at + 2], x);
        stats[at + 3] = Math.max(stats[at + 3], y);
        stats[at + 4]++;
    }

    private void merge(int root, int i) {
        for (int k = 0; k < 2; k++) {
            stats[6 * root + k] = Math.min(stats[6 * root + k], stats[6 * i + k]);
            stats[6 * root + 2 + k] = Math.max(stats[6 * root + 2 + k], stats[6 * i + 2 + k]);
        }
        stats[6 * root + 4] += stats[6 * i + 4];
    }

    private void component(int root, UnionFind sets, Consumer<Found> sink) {
        int x = stats[6 * root];
        int y = stats[6 * root + 1];
        int w = stats[6 * root + 2] - x + 1;
        int h = stats[6 * root + 3] - y + 1;
        int label = stats[6 * root + 5];
        int factor = 1;
        while ((long) w * h / factor / factor > MOST_PIXELS) factor *= 2;
        ObjectMask mask =
                factor == 1
                        ? mask(root, sets, x, y, w, h)
                        : reduced(root, sets, x, y, w, h, factor);
        if (mask == null) return;
        ObjectMask filled = Holes.fill(mask, holes / factor / factor);
        if (factor > 1 || splitter == Splitter.NONE) {
            sink.accept(Found.of(filled, factor, label));
            return;
        }
        int[] over = new int[w * h];
        values.read(x, y, w, h, over);
        for (ObjectMask part : splitter.split(filled, over)) sink.accept(Found.of(part, 1, label));
    }

    private ObjectMask mask(int root, UnionFind sets, int x, int y, int w, int h) {
        int[] own = new int[w * h];
        ids.read(x, y, w, h, own);
        boolean[] on = new boolean[w * h];
        for (int i = 0; i < on.length; i++) on[i] = own[i] > 0 && sets.find(own[i]) == root;
        return new ObjectMask(x, y, w, h, on);
    }

    /** Every {@code factor}-th pixel of every {@code factor}-th row. */
    private ObjectMask reduced(int root, UnionFind sets, int x, int y, int w, int h, int factor) {
        int rw = (x + w + factor - 1) / factor - x / factor;
        int rh = (y + h + factor - 1) / factor - y / factor;
        boolean[] on = new boolean[rw * rh];
        int[] row = new int[w];
        for (int j = 0; j < rh; j++) {
            int py = (y / factor + j) * factor;
            if (py < y || py >= y + h) continue;
            ids.read(x, py, w, 1, row);
            for (int i = 0; i < rw; i++) {
                int px = (x / factor + i) * factor - x;
                boolean inside = px >= 0 && px < w;
                on[j * rw + i] = inside && row[px] > 0 && sets.find(row[px]) == root;
            }
        }
        return new ObjectMask(x / factor, y / factor, rw, rh, on).trimmed();
    }
}
