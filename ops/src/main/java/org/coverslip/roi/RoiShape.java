package org.coverslip.roi;

import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.process.FloatPolygon;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;

/** The outline of an ImageJ ROI as Java2D sees it. */
public final class RoiShape {

    private RoiShape() {}

    /** In pixels of the image; holes and separate parts of a composite ROI are kept. */
    public static Shape of(Roi roi) {
        if (roi instanceof ShapeRoi composite) {
            var toPlace = AffineTransform.getTranslateInstance(roi.getXBase(), roi.getYBase());
            return toPlace.createTransformedShape(composite.getShape());
        }
        FloatPolygon polygon = roi.getFloatPolygon();
        Path2D.Double path = new Path2D.Double();
        for (int i = 0; i < polygon.npoints; i++) {
            if (i == 0) path.moveTo(polygon.xpoints[i], polygon.ypoints[i]);
            else path.lineTo(polygon.xpoints[i], polygon.ypoints[i]);
        }
        path.closePath();
        return path;
    }
}
