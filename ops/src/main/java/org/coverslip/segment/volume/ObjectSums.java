package org.coverslip.segment.volume;

import java.util.Arrays;

/**
 * What the voxels of objects add up to, slice by slice, for all objects at once. Memory: some
 * numbers per object.
 */
public final class ObjectSums {

    private final int width;
    private final int channels;
    private long[] voxels = {};
    private int[] classes = {};
    private int[] boxes = {};
    private double[] places = {};
    private long[] pixels = {};
    private double[] sums = {};
    private int count;

    /**
     * An object and its measures, in voxels of the volume.
     *
     * @param number its value in the label volume
     * @param label its class, from 1
     * @param voxels how many
     * @param centre x, y, z; a whole number is the corner of a voxel
     * @param from x, y, z of its box's first corner
     * @param to the same of the last, one beyond the last voxel
     * @param mean per channel, of the image's own voxels that it covers
     * @param sum per channel, over the same
     * @param deviation per channel, of the population
     */
    public record Measured(
            int number,
            int label,
            long voxels,
            double[] centre,
            int[] from,
            int[] to,
            double[] mean,
            double[] sum,
            double[] deviation) {}

    /**
     * @param width of the volume
     * @param channels of the image
     */
    public ObjectSums(int width, int channels) {
        this.width = width;
        this.channels = channels;
    }

    /**
     * Adds a slice of objects.
     *
     * @param ids numbers of objects, [y * width + x]
     * @param labels classes, 0 where a hole was filled
     */
    public void addShapes(int z, int[] ids, byte[] labels) {
        for (int at = 0; at < ids.length; at++) {
            int id = ids[at];
            if (id == 0) continue;
            if (id >= voxels.length) grow(id);
            count = Math.max(count, id);
            int o = id - 1;
            // NB: the first voxel that is met is never a filled one.
            if (classes[o] == 0) classes[o] = labels[at] & 0xff;
            voxels[o]++;
            add(3 * o, 6 * o, at % width);
            add(3 * o + 1, 6 * o + 1, at / width);
            add(3 * o + 2, 6 * o + 2, z);
        }
    }

    private void add(int place, int box, int at) {
        places[place] += at + 0.5;
        boxes[box] = Math.min(boxes[box], at);
        boxes[box + 3] = Math.max(boxes[box + 3], at + 1);
    }

    /**
     * Adds a slice of the image to objects that were added.
     *
     * @param ids numbers of objects in the slice of the volume that it belongs to
     * @param ratio pixels of the image per voxel along x and y
     * @param imageWidth pixels of a row
     * @param image [channel][y * imageWidth + x]
     */
    public void addValues(int[] ids, int ratio, int imageWidth, float[][] image) {
        for (int i = 0; i < image[0].length; i++) {
            int id = ids[i / imageWidth / ratio * width + i % imageWidth / ratio];
            if (id == 0) continue;
            int o = id - 1;
            pixels[o]++;
            for (int c = 0; c < channels; c++) {
                double v = image[c][i];
                sums[2 * (o * channels + c)] += v;
                sums[2 * (o * channels + c) + 1] += v * v;
            }
        }
    }

    private void grow(int id) {
        int n = Math.max(id + 1, 2 * voxels.length);
        int known = boxes.length;
        voxels = Arrays.copyOf(voxels, n);
        classes = Arrays.copyOf(classes, n);
        pixels = Arrays.copyOf(pixels, n);
        places = Arrays.copyOf(places, 3 * n);
        sums = Arrays.copyOf(sums, 2 * channels * n);
        boxes = Arrays.copyOf(boxes, 6 * n);
        for (int i = known; i < boxes.length; i++) boxes[i] = i % 6 < 3 ? Integer.MAX_VALUE : 0;
    }

    /** How many objects there are. */
    public int count() {
        return count;
    }

    /**
     * @param number from 1
     */
    public Measured get(int number) {
        int o = number - 1;
        long n = voxels[o];
        double[] centre = new double[3];
        for (int k = 0; k < 3; k++) centre[k] = places[3 * o + k] / n;
        double[] mean = new double[channels];
        double[] sum = new double[channels];
        double[] deviation = new double[channels];
        for (int c = 0; c < channels; c++) {
            sum[c] = sums[2 * (o * channels + c)];
            mean[c] = sum[c] / pixels[o];
            double square = sums[2 * (o * channels + c) + 1] / pixels[o];
            deviation[c] = Math.sqrt(Math.max(0, square - mean[c] * mean[c]));
        }
        return new Measured(
                number,
                classes[o],
                n,
                centre,
                Arrays.copyOfRange(boxes, 6 * o, 6 * o + 3),
                Arrays.copyOfRange(boxes, 6 * o + 3, 6 * o + 6),
                mean,
                sum,
                deviation);
    }
}
