package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.plugin.frame.RoiManager;
import java.awt.GraphicsEnvironment;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.geojson.Annotations;
import org.coverslip.job.ImageItem;
import org.coverslip.report.LabelColours;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.awt.ShapeWriter;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.geom.util.AffineTransformation;

/**
 * What a segmentation found, as ImageJ people look at it: outlines in an Overlay, and the labels.
 */
final class SegmentView {

    /** More windows than these hide each other. */
    private static final int MOST_IMAGES = 3;

    /** More ROIs than these make ImageJ slow. */
    private static final int MOST_ROIS = 5000;

    /** Larger files take too long to read for a look. */
    private static final long LARGEST = 256L << 20;

    private SegmentView() {}

    /**
     * Opens the first images of a run with the outlines of their objects laid over them.
     *
     * @param spacing micrometres per pixel that the run was given; 0: those of the file
     * @param rois whether the objects go into the ROI Manager, beside what is in it
     */
    static void show(Inputs inputs, double spacing, boolean show, boolean rois) {
        if (!show && !rois || GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        int shown = 0;
        for (ImageItem item : inputs.items()) {
            Path results = inputs.output().resolve(item.id().name());
            if (!Files.exists(results) || ++shown > MOST_IMAGES) continue;
            try {
                if (show) show(inputs, item, results, spacing);
                if (rois) manager(outlines(results, 1));
            } catch (IOException | RuntimeException e) {
                // NB: the results are written; that they cannot be drawn must not fail the run.
                IJ.log(item.id().name() + " cannot be shown: " + e.getMessage());
            }
        }
    }

    private static void show(Inputs inputs, ImageItem item, Path results, double spacing)
            throws IOException {
        Path labels = results.resolve("labels.tif");
        if (Files.exists(labels) && labels.toFile().length() < LARGEST) {
            // NB: those of slides are pyramids, which plain ImageJ does not open.
            ImagePlus image = ShownImage.open(labels);
            if (image != null) image.show();
        }
        Optional<ShownImage> shown = ShownImage.of(inputs, item, spacing);
        if (shown.isEmpty()) return;
        List<Roi> outlines = outlines(results, shown.get().scale());
        if (outlines.isEmpty()) return;
        ImagePlus image = shown.get().image();
        Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
        outlines.forEach(overlay::add);
        image.setOverlay(overlay);
        if (inputs.window().isEmpty()) image.show();
    }

    private static void manager(List<Roi> outlines) {
        RoiManager manager = RoiManager.getRoiManager();
        outlines.forEach(manager::addRoi);
    }

    /**
     * The objects of an image, at most {@link #MOST_ROIS}, each in the colour of its class.
     *
     * @param scale pixels of the image per pixel of the picture that they are laid over
     */
    static List<Roi> outlines(Path results, double scale) {
        Path file = results.resolve("objects.geojson");
        if (!Files.exists(file) || file.toFile().length() > LARGEST) return List.of();
        var toPicture = AffineTransformation.scaleInstance(1 / scale, 1 / scale);
        List<Roi> rois = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (SlideRegion region : Annotations.read(file).regions()) {
            if (rois.size() == MOST_ROIS) break;
            String name = region.classification().orElse("object");
            if (!classes.contains(name)) classes.add(name);
            Roi roi = roi(toPicture.transform(region.outline()));
            roi.setName(name + " " + (rois.size() + 1));
            roi.setStrokeColor(LabelColours.of(classes.indexOf(name)));
            rois.add(roi);
        }
        return rois;
    }

    /** NB: where there are holes or several parts, ImageJ has one kind of ROI for all of it. */
    private static Roi roi(Geometry outline) {
        boolean simple = outline instanceof Polygon p && p.getNumInteriorRing() == 0;
        if (!simple) {
            Path2D all = new Path2D.Double(Path2D.WIND_EVEN_ODD);
            for (int i = 0; i < outline.getNumGeometries(); i++) {
                all.append(new ShapeWriter().toShape(outline.getGeometryN(i)), false);
            }
            return new ShapeRoi(all);
        }
        Coordinate[] ring = ((Polygon) outline).getExteriorRing().getCoordinates();
        float[] x = new float[ring.length - 1];
        float[] y = new float[ring.length - 1];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) ring[i].x;
            y[i] = (float) ring[i].y;
        }
        return new PolygonRoi(x, y, Roi.POLYGON);
    }
}
