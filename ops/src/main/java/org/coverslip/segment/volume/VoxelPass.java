package org.coverslip.segment.volume;

import java.util.List;

/**
 * Takes the blended probabilities of a volume and keeps what is asked of them: a label per voxel,
 * counts per class and per region, and the largest probability of every column.
 */
public final class VoxelPass implements VolumeMosaic.Sink {

    private final VoxelClasses classes;
    private final int width;
    private final int height;
    private final byte[][] labels;
    private final PlaneMask wanted;
    private final List<PlaneMask> regions;
    private final PeakMap peaks;
    private final long[] voxels;
    private final long[][] regionVoxels;
    private final long[] regionAnalysed;
    private long analysed;

    /**
     * @param width of the volume in output voxels, without what was added to fill tiles
     * @param height likewise
     * @param depth likewise
     * @param wanted which columns are asked for
     * @param regions that are counted one by one
     */
    public VoxelPass(
            VoxelClasses classes,
            int width,
            int height,
            int depth,
            PlaneMask wanted,
            List<PlaneMask> regions) {
        this.classes = classes;
        this.width = width;
        this.height = height;
        this.wanted = wanted;
        this.regions = regions;
        int n = classes.names().size();
        labels = new byte[depth][Math.multiplyExact(width, height)];
        peaks = new PeakMap(width, height, n);
        voxels = new long[n];
        regionVoxels = new long[regions.size()][n];
        regionAnalysed = new long[regions.size()];
    }

    /** Label of every voxel, [z][y * width + x], 0 for none; unsigned. */
    public byte[][] labels() {
        return labels;
    }

    public PeakMap peaks() {
        return peaks;
    }

    /** Voxels that were looked at. */
    public long analysed() {
        return analysed;
    }

    /** Voxels of each class. */
    public long[] voxels() {
        return voxels;
    }

    /** Voxels that were looked at in each region. */
    public long[] regionAnalysed() {
        return regionAnalysed;
    }

    /** Voxels of each class in each region. */
    public long[][] regionVoxels() {
        return regionVoxels;
    }

    @Override
    public void slab(VolumeMosaic.Slab slab) {
        // NB: the volume is padded to whole steps of the network; what lies beyond is not the
        // image.
        int w = Math.min(slab.width(), width - slab.x());
        int rows = Math.min(slab.rows(), height - slab.y());
        for (int z = 0; z < labels.length; z++) {
            for (int j = 0; j < rows; j++) {
                row(slab.values(), slab.row(j, z), slab.x(), slab.y() + j, w, z);
            }
        }
    }

    private void row(float[][] values, int from, int x0, int y, int w, int z) {
        for (int i = 0; i < w; i++) {
            int x = x0 + i;
            int at = from + i;
            int column = y * width + x;
            if (!wanted.has(column) || Float.isNaN(values[0][at])) continue;
            int label = classes.label(values, at);
            labels[z][column] = (byte) label;
            analysed++;
            if (label > 0) voxels[label - 1]++;
            for (int c = 0; c < voxels.length; c++) {
                peaks.add(c, x, y, classes.probability(values, at, c));
            }
            for (int r = 0; r < regions.size(); r++) {
                if (!regions.get(r).has(column)) continue;
                regionAnalysed[r]++;
                if (label > 0) regionVoxels[r][label - 1]++;
            }
        }
    }
}
