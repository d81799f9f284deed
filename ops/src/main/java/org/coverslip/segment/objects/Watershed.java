package org.coverslip.segment.objects;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Cuts an object where it narrows: watershed of the distance to its border, highest pixels first.
 * Two hills become one where the pass between them is less than {@link #TOLERANCE} below the lower
 * summit. Depends on nothing but the object itself.
 */
final class Watershed {

    /** As ImageJ's watershed; less cuts at every unevenness of the outline. */
    private static final float TOLERANCE = 0.5f;

    private Watershed() {}

    /**
     * Splits by the distance map.
     *
     * @return the parts, in the order of their first pixels; the object itself if it is one
     */
    static List<ObjectMask> split(ObjectMask mask) {
        return split(mask, DistanceMap.of(mask), TOLERANCE);
    }

    /**
     * Splits by any map of heights.
     *
     * @param height [y][x] over the mask's box
     * @param tolerance how deep a pass must be to divide two hills
     */
    static List<ObjectMask> split(ObjectMask mask, float[] height, float tolerance) {
        return split(mask, height, (pass, summit) -> summit - pass >= tolerance);
    }

    /** Whether two hills are two. */
    @FunctionalInterface
    interface Divide {

        /**
         * @param pass height of the highest way from one to the other
         * @param summit height of the lower one
         */
        boolean between(float pass, float summit);
    }

    /** Splits by any map of heights and any rule. */
    static List<ObjectMask> split(ObjectMask mask, float[] height, Divide divide) {
        int w = mask.width();
        int h = mask.height();
        int[] order = order(mask, height);
        int[] hill = new int[w * h];
        UnionFind sets = new UnionFind();
        sets.add();
        float[] top = new float[16];
        for (int i : order) {
            int[] around = neighbours(i, w, h, hill, sets);
            int best = uphill(i, w, h, hill, height, sets);
            if (best == 0) {
                best = sets.add();
                if (best == top.length) top = Arrays.copyOf(top, 2 * best);
                top[best] = height[i];
            }
            for (int r : around) {
                float lower = Math.min(top[r], top[best]);
                if (r == best || divide.between(height[i], lower)) continue;
                float high = Math.max(top[r], top[best]);
                best = sets.join(r, best);
                top[best] = high;
            }
            hill[i] = best;
        }
        return parts(mask, hill, sets);
    }

    /** Pixels of the object, highest first; equal ones in reading order. */
    private static int[] order(ObjectMask mask, float[] height) {
        int n = mask.pixels();
        long[] keys = new long[n];
        int k = 0;
        for (int i = 0; i < mask.on().length; i++) {
            if (!mask.on()[i]) continue;
            int bits = Float.floatToIntBits(Math.max(0, height[i]));
            keys[k++] = (long) (Integer.MAX_VALUE - bits) << 32 | i;
        }
        Arrays.sort(keys);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) order[i] = (int) keys[i];
        return order;
    }

    /** The hill of the highest neighbour: where water would come from. */
    private static int uphill(int i, int w, int h, int[] hill, float[] height, UnionFind sets) {
        int best = -1;
        double steepest = Double.NEGATIVE_INFINITY;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                int x = i % w + dx;
                int y = i / w + dy;
                if (x < 0 || x >= w || y < 0 || y >= h || hill[y * w + x] == 0) continue;
                double rise = (height[y * w + x] - height[i]) / Math.sqrt(dx * dx + dy * dy);
                if (rise > steepest) {
                    steepest = rise;
                    best = y * w + x;
                }
            }
        }
        return best < 0 ? 0 : sets.find(hill[best]);
    }

    private static int[] neighbours(int i, int w, int h, int[] hill, UnionFind sets) {
        int[] found = new int[8];
        int n = 0;
        int x = i % w;
        int y = i / w;
        for (int dy = -1; dy <= 1; dy++) {
            for (int dx = -1; dx <= 1; dx++) {
                boolean inside = x + dx >= 0 && x + dx < w && y + dy >= 0 && y + dy < h;
                if (!inside || hill[i + dy * w + dx] == 0) continue;
                int root = sets.find(hill[i + dy * w + dx]);
                boolean known = false;
                for (int k = 0; k < n; k++) known |= found[k] == root;
                if (!known) found[n++] = root;
            }
        }
        return Arrays.copyOf(found, n);
    }

    private static List<ObjectMask> parts(ObjectMask mask, int[] hill, UnionFind sets) {
        for (int i = 0; i < hill.length; i++) if (hill[i] > 0) hill[i] = sets.find(hill[i]);
        return parts(mask, hill);
    }

    /**
     * Pixels of equal numbers as masks, in the order of their first pixels.
     *
     * @param hill number of each pixel of the mask's box, 0 for none
     */
    static List<ObjectMask> parts(ObjectMask mask, int[] hill) {
        int w = mask.width();
        // NB: box by box, since a component may hold thousands of parts.
        Map<Integer, int[]> boxes = new LinkedHashMap<>();
        for (int i = 0; i < hill.length; i++) {
            if (hill[i] == 0) continue;
            int x = i % w;
            int y = i / w;
            int[] box = boxes.computeIfAbsent(hill[i], r -> new int[] {x, y, x, y});
            box[0] = Math.min(box[0], x);
            box[2] = Math.max(box[2], x);
            box[3] = y;
        }
        if (boxes.size() <= 1) return List.of(mask);
        List<ObjectMask> parts = new ArrayList<>();
        for (Map.Entry<Integer, int[]> e : boxes.entrySet()) {
            int[] box = e.getValue();
            int pw = box[2] - box[0] + 1;
            int ph = box[3] - box[1] + 1;
            boolean[] on = new boolean[pw * ph];
            for (int i = 0; i < on.length; i++) {
                on[i] = hill[(box[1] + i / pw) * w + box[0] + i % pw] == e.getKey();
            }
            parts.add(new ObjectMask(mask.x() + box[0], mask.y() + box[1], pw, ph, on));
        }
        return parts;
    }
}
