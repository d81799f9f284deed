package org.coverslip.words.cluster;

/**
 * The nearest of some centres for each row.
 *
 * @param labels per row
 * @param distances per row, Euclidean
 */
public record Nearest(int[] labels, float[] distances) {

    private static final int BLOCK = Products.BLOCK;

    /**
     * @param centres [k][width]
     * @throws java.util.concurrent.CancellationException if the user stops it
     */
    public static Nearest of(Rows rows, float[][] centres, Products products, Crew crew) {
        int n = rows.count();
        int width = rows.width();
        int k = centres.length;
        float[] flat = new float[k * width];
        float[] squares = new float[k];
        for (int j = 0; j < k; j++) {
            System.arraycopy(centres[j], 0, flat, j * width, width);
            squares[j] = Kernel.square(flat, j * width, width);
        }
        Products.Product product = products.with(flat, k, width);
        int[] labels = new int[n];
        float[] distances = new float[n];
        crew.each(
                (n + BLOCK - 1) / BLOCK,
                b -> {
                    crew.check();
                    int from = b * BLOCK;
                    int count = Math.min(BLOCK, n - from);
                    float[] block = new float[BLOCK * width];
                    float[][] out = new float[k][BLOCK];
                    rows.read(from, count, block);
                    product.times(block, count, out);
                    for (int p = 0; p < count; p++) {
                        int best = 0;
                        for (int j = 1; j < k; j++)
                            if (squares[j] - 2 * out[j][p] < squares[best] - 2 * out[best][p])
                                best = j;
                        labels[from + p] = best;
                        distances[from + p] =
                                (float)
                                        Math.sqrt(
                                                Kernel.squaredDistance(
                                                        block,
                                                        p * width,
                                                        flat,
                                                        best * width,
                                                        width));
                    }
                });
        return new Nearest(labels, distances);
    }
}
