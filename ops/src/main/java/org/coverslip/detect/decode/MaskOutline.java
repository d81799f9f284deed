package org.coverslip.detect.decode;

import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.FloatPolygon;
import ij.process.ImageProcessor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import org.coverslip.detect.Outline;

/** The outline of the largest part of a mask, along pixel edges. */
final class MaskOutline {

    private MaskOutline() {}

    /** Empty if nothing is set. */
    static Optional<Outline> largest(ByteProcessor mask) {
        mask.setThreshold(255, 255, ImageProcessor.NO_LUT_UPDATE);
        Roi all = new ThresholdToSelection().convert(mask);
        if (all == null) return Optional.empty();
        Roi[] parts = all instanceof ShapeRoi shape ? shape.getRois() : new Roi[] {all};
        // NB: a hole is a part of its own here, and never larger than what it is in.
        return Arrays.stream(parts)
                .map(MaskOutline::outline)
                .max(Comparator.comparingDouble(Outline::area));
    }

    private static Outline outline(Roi roi) {
        FloatPolygon p = roi.getFloatPolygon();
        double[] x = new double[p.npoints];
        double[] y = new double[p.npoints];
        for (int i = 0; i < p.npoints; i++) {
            x[i] = p.xpoints[i];
            y[i] = p.ypoints[i];
        }
        return new Outline(x, y);
    }
}
