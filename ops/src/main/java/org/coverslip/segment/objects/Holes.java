package org.coverslip.segment.objects;

/** Fills holes of objects: pixels that are not theirs and have no way out, joined over sides. */
final class Holes {

    private Holes() {}

    /**
     * @param most pixels of a hole that is filled at most
     * @return the same mask if there is nothing to fill
     */
    static ObjectMask fill(ObjectMask mask, double most) {
        if (most < 1 || mask.width() < 3 || mask.height() < 3) return mask;
        int w = mask.width();
        int h = mask.height();
        boolean[] on = mask.on().clone();
        boolean[] seen = mask.on().clone();
        int[] stack = new int[w * h];
        boolean filled = false;
        for (int start = 0; start < on.length; start++) {
            if (seen[start]) continue;
            int end = 0;
            stack[end++] = start;
            seen[start] = true;
            boolean open = false;
            // NB: the stack keeps what was visited, so that the hole can be painted afterwards.
            for (int k = 0; k < end; k++) {
                int x = stack[k] % w;
                int y = stack[k] / w;
                open |= x == 0 || y == 0 || x == w - 1 || y == h - 1;
                if (x > 0) end = push(stack[k] - 1, seen, stack, end);
                if (x < w - 1) end = push(stack[k] + 1, seen, stack, end);
                if (y > 0) end = push(stack[k] - w, seen, stack, end);
                if (y < h - 1) end = push(stack[k] + w, seen, stack, end);
            }
            if (open || end > most) continue;
            filled = true;
            for (int k = 0; k < end; k++) on[stack[k]] = true;
        }
        return filled ? new ObjectMask(mask.x(), mask.y(), w, h, on) : mask;
    }

    private static int push(int i, boolean[] seen, int[] stack, int end) {
        if (seen[i]) return end;
        seen[i] = true;
        stack[end] = i;
        return end + 1;
    }
}
