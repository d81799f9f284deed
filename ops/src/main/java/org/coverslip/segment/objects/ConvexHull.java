package org.coverslip.segment.objects;

/**
 * The convex hull of the corners of an object's pixels.
 *
 * @param x of its points, one after the other around it
 * @param y of its points
 */
record ConvexHull(double[] x, double[] y) {

    /**
     * @param sx width of a pixel
     * @param sy height of a pixel
     */
    static ConvexHull of(ObjectMask mask, double sx, double sy) {
        int h = mask.height();
        // NB: only the ends of each row of corners can be on the hull.
        int[] left = new int[h + 1];
        int[] right = new int[h + 1];
        java.util.Arrays.fill(left, Integer.MAX_VALUE);
        java.util.Arrays.fill(right, Integer.MIN_VALUE);
        for (int j = 0; j < h; j++) {
            int a = 0;
            int b = mask.width() - 1;
            while (a <= b && !mask.on()[j * mask.width() + a]) a++;
            while (b >= a && !mask.on()[j * mask.width() + b]) b--;
            if (a > b) continue;
            for (int k = j; k <= j + 1; k++) {
                left[k] = Math.min(left[k], a);
                right[k] = Math.max(right[k], b + 1);
            }
        }
        double[] px = new double[2 * h + 4];
        double[] py = new double[2 * h + 4];
        int n = 0;
        for (int j = 0; j <= h; j++) n = add(px, py, n, 0, left[j], j, 1);
        int start = n;
        for (int j = h; j >= 0; j--) n = add(px, py, n, start, right[j], j, 1);
        double[] x = new double[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = px[i] * sx;
            y[i] = py[i] * sy;
        }
        return new ConvexHull(x, y);
    }

    /** Appends a point; those before it that lie inside the chain's turn are taken away. */
    private static int add(double[] px, double[] py, int n, int first, int x, int y, int sign) {
        if (x == Integer.MAX_VALUE || x == Integer.MIN_VALUE) return n;
        while (n - first >= 2) {
            double cross =
                    (px[n - 1] - px[n - 2]) * (y - py[n - 2])
                            - (py[n - 1] - py[n - 2]) * (x - px[n - 2]);
            if (cross * sign < 0) break;
            n--;
        }
        px[n] = x;
        py[n] = y;
        return n + 1;
    }

    double area() {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            int j = (i + 1) % x.length;
            sum += x[i] * y[j] - x[j] * y[i];
        }
        return Math.abs(sum) / 2;
    }

    /** Largest distance of two points. */
    double diameter() {
        double most = 0;
        for (int i = 0; i < x.length; i++) {
            for (int j = i + 1; j < x.length; j++) {
                double dx = x[i] - x[j];
                double dy = y[i] - y[j];
                most = Math.max(most, dx * dx + dy * dy);
            }
        }
        return Math.sqrt(most);
    }

    /** Smallest distance of two parallel lines with all points between them. */
    double width() {
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < x.length; i++) {
            int j = (i + 1) % x.length;
            double ex = x[j] - x[i];
            double ey = y[j] - y[i];
            double length = Math.hypot(ex, ey);
            if (length == 0) continue;
            double most = 0;
            for (int k = 0; k < x.length; k++) {
                most = Math.max(most, Math.abs(ex * (y[k] - y[i]) - ey * (x[k] - x[i])) / length);
            }
            least = Math.min(least, most);
        }
        return least;
    }
}
