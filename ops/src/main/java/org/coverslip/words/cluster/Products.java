package org.coverslip.words.cluster;

/** Matrix products of many rows with few, the bulk of all distances. */
public interface Products {

    /** Most rows that are given to a {@link Product} at once. */
    int BLOCK = 1024;

    /** In Java, on the calling thread. */
    Products JAVA = JavaProduct::new;

    /**
     * What the distance of one row to one centre costs on its own, compared to one out of a whole
     * product; decides when it pays to compute a whole product.
     */
    default double singleCost() {
        return 2;
    }

    /**
     * Prepares products with a fixed matrix.
     *
     * @param matrix {@code count} rows of {@code width} numbers, one after another
     */
    Product with(float[] matrix, int count, int width);

    /** Products of rows with the rows of a fixed matrix. Safe to share between threads. */
    interface Product {

        /**
         * @param rows {@code n} rows, one after another
         * @param n at most {@link #BLOCK}
         * @param out {@code out[j][i]} becomes the inner product of row i with row j of the matrix
         */
        void times(float[] rows, int n, float[][] out);
    }
}
