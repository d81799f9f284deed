package org.coverslip.segment.objects;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a component where the network saw a border between objects: what is left without border
 * pixels, connected over sides, is one object each; border pixels go to the nearest.
 */
final class BorderSplit {

    private BorderSplit() {}

    /**
     * @param values [y][x] over the mask's box
     * @param border value of border pixels
     * @return empty if all is border
     */
    static List<ObjectMask> split(ObjectMask mask, int[] values, int border) {
        int w = mask.width();
        int[] owner = new int[values.length];
        ArrayDeque<Integer> front = new ArrayDeque<>();
        int n = 0;
        for (int start = 0; start < values.length; start++) {
            if (!mask.on()[start] || values[start] == border || owner[start] != 0) continue;
            n++;
            ArrayDeque<Integer> open = new ArrayDeque<>(List.of(start));
            owner[start] = n;
            while (!open.isEmpty()) {
                int i = open.remove();
                front.add(i);
                for (int k : sides(i, w, values.length)) {
                    if (k < 0 || !mask.on()[k] || values[k] == border || owner[k] != 0) continue;
                    owner[k] = n;
                    open.add(k);
                }
            }
        }
        while (!front.isEmpty()) {
            int i = front.remove();
            for (int k : sides(i, w, values.length)) {
                if (k < 0 || !mask.on()[k] || owner[k] != 0) continue;
                owner[k] = owner[i];
                front.add(k);
            }
        }
        List<ObjectMask> parts = new ArrayList<>();
        for (int p = 1; p <= n; p++) {
            boolean[] on = new boolean[values.length];
            for (int i = 0; i < on.length; i++) on[i] = owner[i] == p;
            parts.add(new ObjectMask(mask.x(), mask.y(), w, mask.height(), on).trimmed());
        }
        return parts;
    }

    private static int[] sides(int i, int w, int length) {
        return new int[] {
            i % w > 0 ? i - 1 : -1,
            i % w < w - 1 ? i + 1 : -1,
            i >= w ? i - w : -1,
            i + w < length ? i + w : -1
        };
    }
}
