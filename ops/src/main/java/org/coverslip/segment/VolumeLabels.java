package org.coverslip.segment;

import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import java.nio.file.Path;
import org.coverslip.segment.label.LabelFile;

/**
 * The label images of one stack: {@code labels.tif} with numbers of objects, or of classes where no
 * objects are made; then {@code classes.tif} has the classes.
 */
final class VolumeLabels {

    private static final int MOST_OF_SHORTS = 65535;

    private final Path own;
    private final VolumePlan plan;
    private final int width;
    private final int height;
    private final ImageStack classes;
    private final ImageStack objects;

    VolumeLabels(Path own, VolumePlan plan) {
        this.own = own;
        this.plan = plan;
        width = plan.plane().width();
        height = plan.plane().height();
        classes = new ImageStack(width, height);
        objects = new ImageStack(width, height);
    }

    /** Adds the classes of a point in time, [z][y * width + x]. */
    void addClasses(byte[][] labels) {
        for (byte[] slice : labels) classes.addSlice(new ByteProcessor(width, height, slice));
    }

    /**
     * Adds the numbers of the objects.
     *
     * @param most largest number so far
     */
    void addObjects(int[][] ids, int most) {
        int kind = Math.max(most, MOST_OF_SHORTS);
        for (int[] slice : ids) {
            objects.addSlice("", LabelFile.processor(slice, width, height, kind));
        }
    }

    /**
     * Writes them.
     *
     * @param mostClass number of classes
     * @param mostObject number of objects
     */
    void finish(int mostClass, int mostObject) {
        boolean made = objects.size() > 0;
        write(made ? "classes.tif" : "labels.tif", classes, mostClass);
        if (!made) return;
        // NB: how many bits they need is known when all points in time are done.
        ImageStack fitting = new ImageStack(width, height);
        for (int i = 1; i <= objects.size(); i++) {
            fitting.addSlice(fitting(objects.getProcessor(i), mostObject));
        }
        write("labels.tif", fitting, mostObject);
    }

    private ImageProcessor fitting(ImageProcessor from, int most) {
        int[] values = new int[width * height];
        for (int i = 0; i < values.length; i++) values[i] = (int) from.getf(i);
        return LabelFile.processor(values, width, height, most);
    }

    private void write(String name, ImageStack stack, int most) {
        LabelFile.stack(
                own.resolve(name),
                stack,
                plan.depth(),
                most,
                plan.plane().placement(plan.ratio()),
                plan.plane().pixelSize(),
                plan.calibratedDepth());
    }
}
