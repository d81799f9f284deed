package org.coverslip.tile;

/** Connected patches of one colour in a black and white image, by union of runs of pixels. */
final class Components {

    private final int[] parent;
    private final int[] area;
    private final boolean[] edge;

    /** Run of each pixel; -1 where the pixel has the other colour. */
    private final int[] run;

    private int runs;

    /**
     * @param white the colour of the patches
     * @param corners whether pixels that share a corner only are joined
     */
    Components(BinaryImage image, boolean white, boolean corners) {
        int w = image.width;
        run = new int[image.pixels.length];
        int count = countRuns(image, white);
        parent = new int[count];
        area = new int[count];
        edge = new boolean[count];
        int reach = corners ? 1 : 0;
        for (int y = 0; y < image.height; y++) {
            for (int x = 0; x < w; ) {
                int i = y * w + x;
                if (image.get(i) != white) {
                    run[i] = -1;
                    x++;
                    continue;
                }
                int end = x;
                while (end < w && image.get(y * w + end) == white) run[y * w + end++] = runs;
                parent[runs] = runs;
                area[runs] = end - x;
                edge[runs] = x == 0 || end == w || y == 0 || y == image.height - 1;
                if (y > 0) joinAbove(y, w, Math.max(0, x - reach), Math.min(w, end + reach));
                runs++;
                x = end;
            }
        }
    }

    private static int countRuns(BinaryImage image, boolean white) {
        int count = 0;
        for (int i = 0; i < image.pixels.length; i++) {
            boolean starts = i % image.width == 0 || image.get(i - 1) != white;
            if (starts && image.get(i) == white) count++;
        }
        return count;
    }

    private void joinAbove(int y, int w, int from, int to) {
        int last = -1;
        for (int i = (y - 1) * w + from, end = (y - 1) * w + to; i < end; i++) {
            if (run[i] >= 0 && run[i] != last) join(runs, last = run[i]);
        }
    }

    private void join(int a, int b) {
        int rootA = root(a);
        int rootB = root(b);
        if (rootA == rootB) return;
        int from = Math.max(rootA, rootB);
        int to = Math.min(rootA, rootB);
        parent[from] = to;
        area[to] += area[from];
        edge[to] |= edge[from];
    }

    private int root(int i) {
        while (parent[i] != i) {
            parent[i] = parent[parent[i]];
            i = parent[i];
        }
        return i;
    }

    /** Pixels of the patch that pixel {@code i}, of the patches' colour, belongs to. */
    int area(int i) {
        return area[root(run[i])];
    }

    /** Whether the patch of pixel {@code i} reaches the edge of the image. */
    boolean touchesEdge(int i) {
        return edge[root(run[i])];
    }
}
