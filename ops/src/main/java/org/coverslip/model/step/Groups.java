package org.coverslip.model.step;

/**
 * The elements of a block sorted into groups: those that differ only along the reduced axes belong
 * together. Neighbouring axes of the same kind are merged, and the visitor gets runs of two nested
 * loops, so that the per-element work stays inside one method.
 */
final class Groups {

    /**
     * Visits elements {@code start + j*rows.stride + i} for j below {@code rows} and i below {@code
     * columns}; their group is {@code group + j*rowGroup + i*columnGroup}.
     */
    interface Visitor {
        void run(int start, int rows, int columns, int group, int rowGroup, int columnGroup);
    }

    private final int[] extent;
    private final int[] groupStride;
    private final int dims;
    private final int count;

    /**
     * @param reduced letters of the axes over which a statistic runs; letters that the block lacks
     *     are ignored
     */
    Groups(TensorBlock block, String reduced) {
        int n = block.shape().length;
        int[] merged = new int[n + 2];
        boolean[] over = new boolean[n + 2];
        int m = 0;
        for (int i = 0; i < n; i++) {
            boolean r = reduced.indexOf(block.axes().charAt(i)) >= 0;
            int length = block.shape()[i];
            if (length == 1) continue;
            if (m > 0 && over[m - 1] == r) {
                merged[m - 1] *= length;
            } else {
                merged[m] = length;
                over[m++] = r;
            }
        }
        // NB: the visitor wants two inner loops, so there are always at least two axes.
        dims = Math.max(m, 2);
        extent = new int[dims];
        groupStride = new int[dims];
        int stride = 1;
        for (int d = dims - 1, k = m - 1; d >= 0; d--, k--) {
            extent[d] = k < 0 ? 1 : merged[k];
            boolean kept = k >= 0 && !over[k];
            groupStride[d] = kept ? stride : 0;
            if (kept) stride *= extent[d];
        }
        count = stride;
    }

    /** How many groups there are; group numbers run from 0, in row-major order of the kept axes. */
    int count() {
        return count;
    }

    void forEach(Visitor visitor) {
        visit(visitor, 0, 0, 0);
    }

    private void visit(Visitor visitor, int dim, int start, int group) {
        if (dim == dims - 2) {
            visitor.run(
                    start,
                    extent[dim],
                    extent[dim + 1],
                    group,
                    groupStride[dim],
                    groupStride[dim + 1]);
            return;
        }
        int stride = 1;
        for (int d = dim + 1; d < dims; d++) stride *= extent[d];
        for (int i = 0; i < extent[dim]; i++) {
            visit(visitor, dim + 1, start + i * stride, group + i * groupStride[dim]);
        }
    }
}
