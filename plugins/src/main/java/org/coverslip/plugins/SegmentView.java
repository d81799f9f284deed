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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.geojson.Annotations;
import org.coverslip.job.ImageItem;
import org.coverslip.report.LabelColours;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.awt.ShapeWriter;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;

/**
 * What a segmentation found, as ImageJ people look at it: outlines in an Overlay, and the labels.
 */
final class SegmentView {

    /** More windows than these hide each other. */
    private static final int MOST_IMAGES = 3;

    /** More ROIs than these make ImageJ slow. */
    private static final int MOST_ROIS = 5000;

    /** Larger files are pyramids, which plain ImageJ does not open. */
    private static final long LARGEST = 256L << 20;

    private SegmentView() {}

    /**
     * Opens the first images of a run with the outlines of their objects laid over them.
     *
     * @param rois whether the objects go into the ROI Manager, beside what is in it
     */
    static void show(Inputs inputs, boolean show, boolean rois) {
        if (!show && !rois || GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        int shown = 0;
        for (ImageItem item : inputs.items()) {
            Path results = inputs.output().resolve(item.id().name());
            if (!Files.exists(results) || ++shown > MOST_IMAGES) continue;
            try {
                List<Roi> outlines = outlines(results);
                if (show) show(item, results, outlines);
                if (rois) manager(outlines);
            } catch (RuntimeException e) {
                // NB: the results are written; that they cannot be drawn must not fail the run.
                IJ.log(item.id().name() + " cannot be shown: " + e.getMessage());
            }
        }
    }

    private static void show(ImageItem item, Path results, List<Roi> outlines) {
        Path labels = results.resolve("labels.tif");
        if (Files.exists(labels) && labels.toFile().length() < LARGEST) {
            ImagePlus image = IJ.openImage(labels.toString());
            if (image != null) image.show();
        }
        ImagePlus image = item.file().map(f -> IJ.openImage(f.toString())).orElseGet(IJ::getImage);
        if (image == null || outlines.isEmpty()) return;
        Overlay overlay = image.getOverlay() == null ? new Overlay() : image.getOverlay();
        outlines.forEach(overlay::add);
        image.setOverlay(overlay);
        image.show();
    }

    private static void manager(List<Roi> outlines) {
        RoiManager manager = RoiManager.getRoiManager();
        outlines.forEach(manager::addRoi);
    }

    /** The objects of an image, at most {@link #MOST_ROIS}, each in the colour of its class. */
    static List<Roi> outlines(Path results) {
        Path file = results.resolve("objects.geojson");
        if (!Files.exists(file) || file.toFile().length() > LARGEST) return List.of();
        List<Roi> rois = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        for (SlideRegion region : Annotations.read(file).regions()) {
            if (rois.size() == MOST_ROIS) break;
            String name = region.classification().orElse("object");
            if (!classes.contains(name)) classes.add(name);
            Roi roi = roi(region.outline());
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
