package org.coverslip.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Numbers like those of a network's layer: 48 overlapping groups in 16 hidden directions, mixed
 * into many features, rectified, with noise on top. Half of the features' variance is noise.
 */
final class ClusteredFeatures {

    private static final int GROUPS = 48;
    private static final int HIDDEN = 16;

    private ClusteredFeatures() {}

    static float[] make(int n, int width, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] centres = gaussian(random, GROUPS, HIDDEN, 2);
        double[][] mix = gaussian(random, width, HIDDEN, 0.25);
        double[] bias = new double[width];
        for (int t = 0; t < width; t++) bias[t] = random.nextGaussian() * 0.3;
        float[] values = new float[n * width];
        double[] hidden = new double[HIDDEN];
        for (int i = 0; i < n; i++) {
            double[] centre = centres[random.nextInt(GROUPS)];
            for (int h = 0; h < HIDDEN; h++) hidden[h] = centre[h] + random.nextGaussian();
            for (int t = 0; t < width; t++) {
                double sum = bias[t];
                for (int h = 0; h < HIDDEN; h++) sum += mix[t][h] * hidden[h];
                values[i * width + t] = (float) (Math.max(0, sum) + random.nextGaussian() * 0.1);
            }
        }
        return values;
    }

    private static double[][] gaussian(SplittableRandom random, int rows, int columns, double by) {
        double[][] m = new double[rows][columns];
        for (double[] row : m)
            for (int c = 0; c < columns; c++) row[c] = random.nextGaussian() * by;
        return m;
    }

    /** As {@code numpy.fromfile(path, '<f4')} reads it. */
    static void write(Path file, float[] values) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            int step = 1 << 20;
            ByteBuffer bytes = ByteBuffer.allocate(4 * step).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < values.length; i += step) {
                int n = Math.min(step, values.length - i);
                bytes.asFloatBuffer().put(values, i, n);
                out.write(bytes.array(), 0, 4 * n);
            }
        }
    }
}
