package org.coverslip.words.cluster;

/**
 * Rows divided among centres.
 *
 * @param centroids [k][width]
 * @param labels per row, the index of its nearest centroid
 * @param counts rows per centroid
 * @param inertia sum of squared distances of the rows to their centroids
 * @param iterations until the labels stood still, or as many as were allowed
 * @param converged whether they stood still, or the centroids as good as
 */
public record Clustering(
        float[][] centroids,
        int[] labels,
        int[] counts,
        double inertia,
        int iterations,
        boolean converged) {

    /** How many centroids there are. */
    public int k() {
        return centroids.length;
    }
}
