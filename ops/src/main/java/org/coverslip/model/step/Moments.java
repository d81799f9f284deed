package org.coverslip.model.step;

/**
 * Mean and standard deviation (of the whole, divided by n as NumPy's {@code std}) per group of a
 * block, summed in double precision in two passes.
 */
record Moments(double[] mean, double[] std) {

    static Moments of(TensorBlock block, Groups groups) {
        float[] data = block.data();
        int n = groups.count();
        double size = (double) data.length / n;
        double[] mean = new double[n];
        groups.forEach(
                (start, rows, columns, group, rowGroup, columnGroup) -> {
                    for (int j = 0, p = start; j < rows; j++) {
                        int g = group + j * rowGroup;
                        for (int i = 0; i < columns; i++, p++, g += columnGroup) mean[g] += data[p];
                    }
                });
        for (int g = 0; g < n; g++) mean[g] /= size;
        double[] std = new double[n];
        groups.forEach(
                (start, rows, columns, group, rowGroup, columnGroup) -> {
                    for (int j = 0, p = start; j < rows; j++) {
                        int g = group + j * rowGroup;
                        for (int i = 0; i < columns; i++, p++, g += columnGroup) {
                            double d = data[p] - mean[g];
                            std[g] += d * d;
                        }
                    }
                });
        for (int g = 0; g < n; g++) std[g] = Math.sqrt(std[g] / size);
        return new Moments(mean, std);
    }

    /** {@code x * factor[g] + term[g]} for every element of group g. */
    static void linear(TensorBlock block, Groups groups, double[] factor, double[] term) {
        float[] data = block.data();
        groups.forEach(
                (start, rows, columns, group, rowGroup, columnGroup) -> {
                    for (int j = 0, p = start; j < rows; j++) {
                        int g = group + j * rowGroup;
                        for (int i = 0; i < columns; i++, p++, g += columnGroup) {
                            data[p] = (float) (data[p] * factor[g] + term[g]);
                        }
                    }
                });
    }
}
