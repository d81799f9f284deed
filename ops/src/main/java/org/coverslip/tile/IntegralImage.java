package org.coverslip.tile;

/** Sums of a black and white image over any rectangle, in constant time. */
final class IntegralImage {

    private final int width;
    private final int height;

    /** Row-major, one column and row larger: white pixels above and left of a corner. */
    private final int[] sums;

    IntegralImage(BinaryImage image) {
        width = image.width;
        height = image.height;
        sums = new int[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++) {
            int row = 0;
            int at = (y + 1) * (width + 1) + 1;
            for (int x = 0; x < width; x++, at++) {
                if (image.get(y * width + x)) row++;
                sums[at] = sums[at - width - 1] + row;
            }
        }
    }

    /** White pixels in columns {@code x0} to {@code x1 - 1}, rows {@code y0} to {@code y1 - 1}. */
    int count(int x0, int y0, int x1, int y1) {
        int w = width + 1;
        return sums[y1 * w + x1] - sums[y0 * w + x1] - sums[y1 * w + x0] + sums[y0 * w + x0];
    }

    /**
     * White area of a rectangle, in pixels; those cut by its border count with the part inside.
     * Nothing is white outside the image.
     */
    double area(double x0, double y0, double x1, double y1) {
        // NB: the integral of a step function is linear between the steps, so that interpolating
        // the sums is exact.
        return at(x1, y1) - at(x0, y1) - at(x1, y0) + at(x0, y0);
    }

    private double at(double x, double y) {
        double cx = Math.max(0, Math.min(width, x));
        double cy = Math.max(0, Math.min(height, y));
        int i = Math.min((int) cx, width - 1);
        int j = Math.min((int) cy, height - 1);
        double fx = cx - i;
        double fy = cy - j;
        int k = j * (width + 1) + i;
        double top = sums[k] + fx * (sums[k + 1] - sums[k]);
        int l = k + width + 1;
        double bottom = sums[l] + fx * (sums[l + 1] - sums[l]);
        return top + fy * (bottom - top);
    }
}
