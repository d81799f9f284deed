package org.coverslip.roi;

import ij.gui.Roi;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.RefusedException;

/**
 * A rectangle of one plane of an image that gets a prediction of its own.
 *
 * @param name of the ROI, or of the plane
 * @param plane index over z and t, from 0
 * @param x left edge, pixels
 * @param y upper edge, pixels
 * @param width pixels, at least 1
 * @param height pixels, at least 1
 */
public record Part(String name, int plane, int x, int y, int width, int height) {

    /** Every plane of an image as a whole. */
    public static List<Part> planes(int planes, int width, int height) {
        List<Part> parts = new ArrayList<>();
        for (int p = 0; p < planes; p++)
            parts.add(new Part("plane " + (p + 1), p, 0, 0, width, height));
        return parts;
    }

    /**
     * The bounding boxes of ROIs, cut at the image's edge. Pixels inside the box but outside the
     * outline stay as they are: a network that was trained on cut-out cells decides for itself
     * whether it wants them black.
     *
     * @param rois areas or points with a position; names may be missing or doubled
     * @throws RefusedException if a ROI lies outside the image or on a plane that is not there
     */
    public static List<Part> boxes(
            String image, List<Roi> rois, int planes, int width, int height) {
        List<Part> parts = new ArrayList<>();
        for (Roi roi : rois) {
            String name = roi.getName() == null ? "roi " + (parts.size() + 1) : roi.getName();
            var box = roi.getBounds().intersection(new java.awt.Rectangle(width, height));
            // NB: position 0 means every plane; one prediction is wanted, on the first.
            int plane = Math.max(0, roi.getPosition() - 1);
            if (box.isEmpty() || plane >= planes) {
                throw new RefusedException(
                        image,
                        "the ROI \""
                                + name
                                + "\" lies outside the image of "
                                + width
                                + " x "
                                + height
                                + " pixels and "
                                + planes
                                + (planes == 1 ? " plane" : " planes"),
                        "delete or redraw it");
            }
            parts.add(new Part(name, plane, box.x, box.y, box.width, box.height));
        }
        return parts;
    }
}
