package org.coverslip.segment.objects;

/**
 * Length of an outline, estimated from its pixels by their neighbours' pattern. Source: Benkrid and
 * Crookes 2000, "Design and FPGA implementation of a perimeter estimator", as scikit-image's {@code
 * perimeter(image, neighbourhood=4)}.
 */
final class Perimeter {

    private static final double[] WEIGHTS = new double[50];

    static {
        for (int i : new int[] {5, 7, 15, 17, 25, 27}) WEIGHTS[i] = 1;
        for (int i : new int[] {21, 33}) WEIGHTS[i] = Math.sqrt(2);
        for (int i : new int[] {13, 23}) WEIGHTS[i] = (1 + Math.sqrt(2)) / 2;
    }

    private Perimeter() {}

    /** In pixels. */
    static double of(ObjectMask mask) {
        int w = mask.width() + 2;
        int h = mask.height() + 2;
        byte[] border = new byte[w * h];
        boolean[] on = mask.on();
        int mw = mask.width();
        int mh = mask.height();
        for (int y = 0, i = 0; y < mh; y++) {
            for (int x = 0; x < mw; x++, i++) {
                if (!on[i]) continue;
                boolean inner =
                        x > 0
                                && y > 0
                                && x < mw - 1
                                && y < mh - 1
                                && on[i - 1]
                                && on[i + 1]
                                && on[i - mw]
                                && on[i + mw];
                if (!inner) border[(y + 1) * w + x + 1] = 1;
            }
        }
        double sum = 0;
        for (int y = 1; y < h - 1; y++) {
            for (int x = 1; x < w - 1; x++) {
                int i = y * w + x;
                if (border[i] == 0) continue;
                int sides = border[i - 1] + border[i + 1] + border[i - w] + border[i + w];
                int corners =
                        border[i - w - 1]
                                + border[i - w + 1]
                                + border[i + w - 1]
                                + border[i + w + 1];
                sum += WEIGHTS[1 + 2 * sides + 10 * corners];
            }
        }
        return sum;
    }
}
