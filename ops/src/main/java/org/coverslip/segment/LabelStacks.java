package org.coverslip.segment;

import ij.ImageStack;
import java.nio.file.Path;
import org.coverslip.report.Progress;
import org.coverslip.segment.label.LabelFile;
import org.coverslip.segment.label.LabelSpool;

/**
 * The label images of one image: {@code labels.tif} with numbers of objects, or of classes where no
 * objects are made; then {@code classes.tif} has the classes.
 */
final class LabelStacks {

    private final Path own;
    private final SegmentPlan plan;
    private final int ratio;
    private final boolean pyramid;
    private final Progress progress;
    private ImageStack classes;
    private ImageStack objects;
    private int objectRatio;

    /**
     * @param ratio input pixels of the network per pixel of its output
     * @param pyramid whether they are written as pyramids, at once
     */
    LabelStacks(Path own, SegmentPlan plan, int ratio, boolean pyramid, Progress progress) {
        this.own = own;
        this.plan = plan;
        this.ratio = ratio;
        this.pyramid = pyramid;
        this.progress = progress;
    }

    /** Adds the labels of a plane. */
    void add(OnePlane plane, int mostClass, long mostObject) {
        LabelSpool c = plane.classes();
        LabelSpool o = plane.objects();
        if (o != null) objectRatio = o.width() == plan.width() ? ratio : 1;
        if (pyramid) {
            if (o != null) write("labels.tif", o, (int) mostObject, objectRatio);
            if (c != null) write(o == null ? "labels.tif" : "classes.tif", c, mostClass, ratio);
            return;
        }
        if (c != null) classes = append(classes, c, mostClass);
        if (o != null) objects = append(objects, o, Integer.MAX_VALUE);
    }

    private void write(String name, LabelSpool labels, int most, int scale) {
        LabelFile.pyramid(own.resolve(name), labels, most, plan.outputPixelSize(scale), progress);
    }

    private static ImageStack append(ImageStack stack, LabelSpool labels, int most) {
        int[] values = new int[labels.width() * labels.height()];
        labels.read(0, 0, labels.width(), labels.height(), values);
        ImageStack to = stack == null ? new ImageStack(labels.width(), labels.height()) : stack;
        to.addSlice(LabelFile.processor(values, labels.width(), labels.height(), most));
        return to;
    }

    /** Writes those that were collected. */
    void finish(int mostClass, long mostObject) {
        if (objects != null) {
            ImageStack fitting = new ImageStack(objects.getWidth(), objects.getHeight());
            // NB: how many bits they need is known when all planes are done.
            for (int p = 1; p <= objects.size(); p++) {
                int[] values = new int[objects.getWidth() * objects.getHeight()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = (int) objects.getProcessor(p).getf(i);
                }
                fitting.addSlice(
                        LabelFile.processor(
                                values, objects.getWidth(), objects.getHeight(), (int) mostObject));
            }
            stack("labels.tif", fitting, (int) mostObject, objectRatio);
        }
        if (classes != null) {
            String name = objects == null ? "labels.tif" : "classes.tif";
            stack(name, classes, mostClass, ratio);
        }
    }

    private void stack(String name, ImageStack stack, int most, int scale) {
        LabelFile.stack(
                own.resolve(name),
                stack,
                stack.size(),
                most,
                plan.placement(scale),
                plan.pixelSize());
    }
}
