package org.coverslip.bench;

import java.util.SplittableRandom;
import org.coverslip.network.Tensor;

/**
 * Images of stripes to be told apart by direction (4) and width (2), under other stripes, a colour
 * cast and noise as strong as the stripes themselves.
 */
final class Gratings {

    static final int SIDE = 32;
    static final int CLASSES = 8;

    private static final int PIXELS = SIDE * SIDE * 3;

    private final float[][] images;

    private Gratings(float[][] images) {
        this.images = images;
    }

    /** Image i is of class i modulo 8. */
    static Gratings draw(int number, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] images = new float[number][];
        for (int i = 0; i < number; i++) images[i] = image(i % CLASSES, random);
        return new Gratings(images);
    }

    private static float[] image(int label, SplittableRandom random) {
        double angle = (label % 4) * Math.PI / 4 + 0.12 * random.nextGaussian();
        double width = (label < 4 ? 0.5 : 0.9) * (1 + 0.1 * random.nextGaussian());
        double phase = random.nextDouble(2 * Math.PI);
        double otherAngle = random.nextDouble(2 * Math.PI);
        double otherWidth = random.nextDouble(0.2, 1.2);
        double[] cast = new double[3];
        for (int c = 0; c < 3; c++) cast[c] = 0.5 + 0.1 * random.nextGaussian();
        float[] pixels = new float[PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            int x = i / 3 % SIDE;
            int y = i / 3 / SIDE;
            double value =
                    0.2 * wave(x, y, angle, width, phase)
                            + 0.15 * wave(x, y, otherAngle, otherWidth, 0);
            pixels[i] = (float) (cast[i % 3] + value + 0.25 * random.nextGaussian());
        }
        return pixels;
    }

    private static double wave(int x, int y, double angle, double width, double phase) {
        return Math.sin(width * (x * Math.cos(angle) + y * Math.sin(angle)) + phase);
    }

    int number() {
        return images.length;
    }

    Tensor pixels(int... rows) {
        float[] all = new float[rows.length * PIXELS];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(images[rows[i]], 0, all, i * PIXELS, PIXELS);
        }
        return Tensor.of(all, rows.length, SIDE, SIDE, 3);
    }

    /** One-hot classes. */
    Tensor truth(int... rows) {
        float[] all = new float[rows.length * CLASSES];
        for (int i = 0; i < rows.length; i++) all[i * CLASSES + rows[i] % CLASSES] = 1;
        return Tensor.of(all, rows.length, CLASSES);
    }

    /** How many rows have the highest score at their class. */
    int right(int[] rows, Tensor scores) {
        int right = 0;
        for (int i = 0; i < rows.length; i++) {
            int best = 0;
            for (int c = 1; c < CLASSES; c++) {
                if (scores.get(i * CLASSES + c) > scores.get(i * CLASSES + best)) best = c;
            }
            if (best == rows[i] % CLASSES) right++;
        }
        return right;
    }
}
