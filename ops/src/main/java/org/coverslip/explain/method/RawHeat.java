package org.coverslip.explain.method;

/**
 * What a method found, on its own grid: a regular raster that covers the network's input from edge
 * to edge.
 *
 * @param width columns, 1 or more
 * @param height rows, 1 or more
 * @param values row by row, in the method's own unit; above 0 speaks for the label, below 0 against
 *     it
 */
public record RawHeat(int width, int height, float[] values) {

    public RawHeat {
        if ((long) width * height != values.length) {
            throw new IllegalArgumentException(
                    values.length + " values for " + width + " x " + height);
        }
    }

    /** The largest value; 0 if none speaks for the label. */
    public float max() {
        float max = 0;
        for (float v : values) max = Math.max(max, v);
        return max;
    }

    /**
     * What speaks for the label, 0 to 1: negative values are 0, then all is divided by the maximum
     * (Selvaraju 2017). Where nothing speaks for the label, all is 0.
     */
    public RawHeat normalised() {
        float max = max();
        float[] out = new float[values.length];
        if (max > 0) {
            for (int i = 0; i < out.length; i++) out[i] = Math.max(0, values[i]) / max;
        }
        return new RawHeat(width, height, out);
    }

    /**
     * Enlarged or reduced bilinearly between pixel centres, the edge pixels continued: the
     * convention of TensorFlow's {@code ResizeBilinear} with half-pixel centres.
     */
    public RawHeat resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) return this;
        float[] out = new float[Math.multiplyExact(newWidth, newHeight)];
        for (int y = 0, to = 0; y < newHeight; y++) {
            double v = (y + 0.5) * height / newHeight - 0.5;
            for (int x = 0; x < newWidth; x++) {
                out[to++] = (float) at((x + 0.5) * width / newWidth - 0.5, v);
            }
        }
        return new RawHeat(newWidth, newHeight, out);
    }

    /**
     * The value at a position, linear between the centres, which lie at whole numbers; beyond the
     * outermost ones theirs.
     */
    public double at(double x, double y) {
        double u = Math.max(0, Math.min(width - 1, x));
        double v = Math.max(0, Math.min(height - 1, y));
        int left = (int) u;
        int top = (int) v;
        int right = Math.min(left + 1, width - 1);
        int below = Math.min(top + 1, height - 1) * width;
        double a = mix(values[top * width + left], values[top * width + right], u - left);
        double b = mix(values[below + left], values[below + right], u - left);
        return mix(a, b, v - top);
    }

    private static double mix(double a, double b, double part) {
        return a + (b - a) * part;
    }
}
