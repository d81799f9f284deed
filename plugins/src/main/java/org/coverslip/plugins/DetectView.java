package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.coverslip.detect.ObjectOutlines;
import org.coverslip.detect.Outline;
import org.coverslip.job.ImageItem;
import org.coverslip.report.LabelColours;
import org.coverslip.report.Table;

/** Shows what was found as ImageJ people expect it: a table, and an overlay that can be hidden. */
final class DetectView {

    /** More windows than these hide each other. */
    private static final int MOST = 3;

    /** More boxes than these make ImageJ slow. */
    private static final int MOST_BOXES = 5000;

    /** Height of the names in pixels. */
    private static final int TEXT = 12;

    /** Objects smaller than this are drawn with a thin line, in pixels. */
    private static final int SMALL = 16;

    private DetectView() {}

    /**
     * @param spacing micrometres per pixel that the run was given; 0: those of the file
     */
    static void show(
            Inputs inputs, Path summary, List<String> labels, double spacing, boolean show) {
        if (!show) return;
        boolean one = inputs.items().size() == 1;
        Path objects = objects(inputs, inputs.items().get(0));
        // NB: of one image people want the objects, of many the counts.
        ResultsView.show(one && Files.exists(objects) ? objects : summary, objects, true);
        if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        int shown = 0;
        for (ImageItem item : inputs.items()) {
            if (!Files.exists(objects(inputs, item)) || shown++ >= MOST) continue;
            try {
                show(inputs, item, labels, spacing);
            } catch (IOException | RuntimeException e) {
                // NB: the results are written; that one cannot be drawn must not fail the run.
                IJ.log(item.id().name() + " cannot be shown: " + e.getMessage());
            }
        }
    }

    /** Lays the boxes over the image; where that cannot be, its picture with them is shown. */
    private static void show(Inputs inputs, ImageItem item, List<String> labels, double spacing)
            throws IOException {
        Path objects = objects(inputs, item);
        boolean few = Table.read(objects).rows().size() <= MOST_BOXES;
        Optional<ShownImage> shown =
                few || inputs.window().isPresent()
                        ? ShownImage.of(inputs, item, spacing)
                        : Optional.empty();
        ImagePlus image =
                shown.map(ShownImage::image)
                        .orElseGet(() -> ShownImage.open(objects.resolveSibling("overlay.png")));
        if (image == null) return;
        shown.ifPresent(of -> image.setOverlay(overlay(objects, labels, of)));
        if (inputs.window().isEmpty()) image.show();
    }

    private static Path objects(Inputs inputs, ImageItem item) {
        return inputs.output().resolve(item.id().name()).resolve("objects.csv");
    }

    /**
     * A rectangle per object, or its outline, in its class's colour, on its frame, named by class
     * and score; the names are shown where most objects are larger than them.
     */
    static Overlay overlay(Path objects, List<String> labels, ShownImage shown) {
        Overlay overlay = new Overlay();
        Table table = Table.read(objects);
        List<Optional<Outline>> outlines = ObjectOutlines.beside(objects, table.rows().size());
        for (int i = 0; i < table.rows().size(); i++) {
            Row row = new Row(table.columns(), table.rows().get(i));
            Roi roi =
                    outlines.get(i)
                            .map(outline -> polygon(outline, shown.scale()))
                            .orElseGet(() -> row.box(shown.scale()));
            String label = row.text("label");
            String track = row.text("track");
            roi.setName(
                    String.format(
                            Locale.ROOT,
                            "%s %.2f%s",
                            label,
                            row.number("score"),
                            track.isEmpty() ? "" : " #" + track));
            roi.setStrokeColor(LabelColours.of(labels.indexOf(label)));
            Rectangle2D bounds = roi.getFloatBounds();
            boolean small = Math.min(bounds.getWidth(), bounds.getHeight()) < SMALL;
            roi.setStrokeWidth(small ? 1 : 2);
            place(roi, (int) row.number("frame"), shown.image());
            overlay.add(roi);
        }
        boolean legible = isLegible(overlay);
        overlay.drawLabels(legible);
        overlay.drawNames(legible);
        overlay.setLabelFont(new Font(Font.SANS_SERIF, Font.BOLD, TEXT), false);
        overlay.setLabelColor(Color.WHITE);
        return overlay;
    }

    /** NB: ImageJ writes a name over the middle of its object, which has to stay to be seen. */
    private static boolean isLegible(Overlay overlay) {
        long covered = 0;
        for (Roi roi : overlay) {
            Rectangle2D box = roi.getFloatBounds();
            double text = 0.6 * TEXT * roi.getName().length();
            if (box.getWidth() < text || box.getHeight() < 3 * TEXT) covered++;
        }
        return 2 * covered < overlay.size();
    }

    private record Row(List<String> columns, List<String> cells) {

        String text(String column) {
            return cells.get(columns.indexOf(column));
        }

        double number(String column) {
            return Double.parseDouble(text(column));
        }

        Roi box(double scale) {
            return new Roi(
                    number("x") / scale,
                    number("y") / scale,
                    number("width") / scale,
                    number("height") / scale);
        }
    }

    private static Roi polygon(Outline outline, double scale) {
        float[] x = new float[outline.size()];
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (outline.x()[i] / scale);
            y[i] = (float) (outline.y()[i] / scale);
        }
        return new PolygonRoi(x, y, Roi.POLYGON);
    }

    /** NB: on all channels of its frame: people look at one channel after the other. */
    private static void place(Roi roi, int frame, ImagePlus image) {
        int slices = Math.max(1, image.getNSlices());
        if (slices * image.getNFrames() <= 1) return;
        if (image.isHyperStack()) {
            roi.setPosition(0, (frame - 1) % slices + 1, (frame - 1) / slices + 1);
        } else {
            roi.setPosition(frame);
        }
    }
}
