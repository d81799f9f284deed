package org.coverslip.segment.objects;

/**
 * The pixels of one object within its bounding box.
 *
 * @param x left edge of the box in the plane, pixels
 * @param y upper edge
 * @param width of the box
 * @param height of the box
 * @param on [y][x] as one array: which pixels belong to it
 */
public record ObjectMask(int x, int y, int width, int height, boolean[] on) {

    public ObjectMask {
        if (on.length != width * height) throw new IllegalArgumentException("box and pixels");
    }

    /** Number of its pixels. */
    public int pixels() {
        int n = 0;
        for (boolean b : on) if (b) n++;
        return n;
    }

    /** Whether a pixel of the plane belongs to it. */
    public boolean contains(int px, int py) {
        int i = px - x;
        int j = py - y;
        return i >= 0 && j >= 0 && i < width && j < height && on[j * width + i];
    }

    /** The same in the smallest box; null if it has no pixels. */
    public ObjectMask trimmed() {
        int x0 = width;
        int y0 = height;
        int x1 = -1;
        int y1 = -1;
        for (int j = 0; j < height; j++) {
            for (int i = 0; i < width; i++) {
                if (!on[j * width + i]) continue;
                x0 = Math.min(x0, i);
                x1 = Math.max(x1, i);
                y0 = Math.min(y0, j);
                y1 = j;
            }
        }
        if (x1 < 0) return null;
        int w = x1 - x0 + 1;
        int h = y1 - y0 + 1;
        if (w == width && h == height) return this;
        boolean[] part = new boolean[w * h];
        for (int j = 0; j < h; j++) System.arraycopy(on, (y0 + j) * width + x0, part, j * w, w);
        return new ObjectMask(x + x0, y + y0, w, h, part);
    }
}
