package org.coverslip.segment.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.slide.PixelSize;

/**
 * Objects of a plane that is in memory: labels them and measures them.
 *
 * <pre>{@code
 * int[] labels = RegionProps.label(classes, width, height);
 * List<RegionProps.Region> cells = RegionProps.of(labels, width, height, planes, true, size);
 * }</pre>
 */
public final class RegionProps {

    private RegionProps() {}

    /**
     * An object and its measures.
     *
     * @param label its value in the label image
     * @param mask its pixels
     * @param shape its form
     * @param intensity what its pixels hold; empty without an image
     */
    public record Region(int label, ObjectMask mask, Shape shape, Optional<Intensity> intensity) {}

    /**
     * Numbers connected pixels of one class, over sides and corners.
     *
     * @param classes [y][x], 0 for none
     * @return 1, 2, ... in reading order; 0 for none
     */
    public static int[] label(int[] classes, int width, int height) {
        return ComponentScan.label(classes, width, height);
    }

    /**
     * The pixels of every label, in the order of the labels.
     *
     * @param labels [y][x], 0 for none
     */
    public static List<Region> of(int[] labels, int width, int height) {
        return of(labels, width, height, new float[0][], false, Optional.empty());
    }

    /**
     * Measures every label.
     *
     * @param planes [channel][y][x] of the image; without any, intensities are not measured
     * @param rgb whether these are 8-bit red, green and blue
     * @param size extent of a pixel; empty: measures are in pixels
     */
    public static List<Region> of(
            int[] labels,
            int width,
            int height,
            float[][] planes,
            boolean rgb,
            Optional<PixelSize> size) {
        List<Region> regions = new ArrayList<>();
        for (Box box : boxes(labels, width, height)) {
            if (box == null) continue;
            int w = box.x1 - box.x0 + 1;
            int h = box.y1 - box.y0 + 1;
            boolean[] on = new boolean[w * h];
            float[][] part = new float[planes.length][w * h];
            for (int j = 0; j < h; j++) {
                int from = (box.y0 + j) * width + box.x0;
                for (int i = 0; i < w; i++) on[j * w + i] = labels[from + i] == box.label;
                for (int c = 0; c < planes.length; c++) {
                    System.arraycopy(planes[c], from, part[c], j * w, w);
                }
            }
            ObjectMask mask = new ObjectMask(box.x0, box.y0, w, h, on);
            regions.add(
                    new Region(
                            box.label,
                            mask,
                            Shape.of(mask, size),
                            planes.length == 0
                                    ? Optional.empty()
                                    : Optional.of(Intensity.of(mask, part, rgb))));
        }
        return regions;
    }

    private static final class Box {
        final int label;
        int x0;
        int y0;
        int x1;
        int y1;

        Box(int label, int x, int y) {
            this.label = label;
            x0 = x1 = x;
            y0 = y1 = y;
        }
    }

    private static Box[] boxes(int[] labels, int width, int height) {
        int most = 0;
        for (int v : labels) most = Math.max(most, v);
        Box[] boxes = new Box[most + 1];
        for (int y = 0, i = 0; y < height; y++) {
            for (int x = 0; x < width; x++, i++) {
                int v = labels[i];
                if (v == 0) continue;
                Box b = boxes[v];
                if (b == null) boxes[v] = b = new Box(v, x, y);
                if (x < b.x0) b.x0 = x;
                if (x > b.x1) b.x1 = x;
                b.y1 = y;
            }
        }
        return boxes;
    }
}
