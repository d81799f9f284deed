package org.coverslip.model.stain;

import java.util.stream.IntStream;

/** Eigenvectors of a symmetric 3 x 3 matrix by Jacobi's rotations. */
final class SymmetricMatrix {

    private static final int SWEEPS = 50;

    private SymmetricMatrix() {}

    /**
     * @return vectors of length 1 in the order of growing eigenvalues
     */
    static double[][] eigenvectors(double[][] matrix) {
        double[][] a = {matrix[0].clone(), matrix[1].clone(), matrix[2].clone()};
        double[][] v = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int p = 0; p < 2; p++) {
                for (int q = p + 1; q < 3; q++) rotate(a, v, p, q);
            }
        }
        int[] order =
                IntStream.range(0, 3)
                        .boxed()
                        .sorted((i, j) -> Double.compare(a[i][i], a[j][j]))
                        .mapToInt(i -> i)
                        .toArray();
        double[][] sorted = new double[3][3];
        for (int k = 0; k < 3; k++) {
            for (int i = 0; i < 3; i++) sorted[k][i] = v[i][order[k]];
        }
        // NB: the longest axis points to more density, so that angles lie around 0.
        if (sorted[2][0] + sorted[2][1] + sorted[2][2] < 0) {
            for (int i = 0; i < 3; i++) sorted[2][i] = -sorted[2][i];
        }
        return sorted;
    }

    private static void rotate(double[][] a, double[][] v, int p, int q) {
        if (Math.abs(a[p][q]) < 1e-300) return;
        double theta = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int k = 0; k < 3; k++) {
            double x = a[k][p];
            double y = a[k][q];
            a[k][p] = c * x - s * y;
            a[k][q] = s * x + c * y;
        }
        for (int k = 0; k < 3; k++) {
            double x = a[p][k];
            double y = a[q][k];
            a[p][k] = c * x - s * y;
            a[q][k] = s * x + c * y;
            double u = v[k][p];
            double w = v[k][q];
            v[k][p] = c * u - s * w;
            v[k][q] = s * u + c * w;
        }
    }
}
