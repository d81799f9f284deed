package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.PolygonRoi;
import ij.gui.Roi;
import java.awt.Color;
import java.awt.Font;
import java.awt.GraphicsEnvironment;
import java.awt.geom.Rectangle2D;
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

    /** Height of the names in pixels. */
    private static final int TEXT = 12;

    /** Objects smaller than this are drawn with a thin line, in pixels. */
    private static final int SMALL = 16;

    private DetectView() {}

    static void show(Inputs inputs, Path summary, List<String> labels, boolean show) {
        if (!show) return;
        boolean one = inputs.items().size() == 1;
        Path objects = objects(inputs, inputs.items().get(0));
        // NB: of one image people want the objects, of many the counts.
        ResultsView.show(one && Files.exists(objects) ? objects : summary, objects, true);
        if (GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        int shown = 0;
        for (ImageItem item : inputs.items()) {
            if (!Files.exists(objects(inputs, item)) || shown++ >= MOST) continue;
            ImagePlus image = open(inputs, item);
            if (image != null) image.setOverlay(overlay(objects(inputs, item), labels, image));
        }
    }

    private static Path objects(Inputs inputs, ImageItem item) {
        return inputs.output().resolve(item.id().name()).resolve("objects.csv");
    }

    /** The active image itself; a file is opened, a slide as the picture of its results. */
    private static ImagePlus open(Inputs inputs, ImageItem item) {
        if (item.file().isEmpty()) return WindowManager.getCurrentImage();
        ImagePlus image = IJ.openImage(item.file().get().toString());
        if (image == null) {
            Path picture = inputs.output().resolve(item.id().name()).resolve("overlay.png");
            IJ.open(picture.toString());
            return null;
        }
        image.show();
        return image;
    }

    /**
     * A rectangle per object, or its outline, in its class's colour, on its frame, named by class
     * and score; the names are shown where most objects are larger than them.
     */
    static Overlay overlay(Path objects, List<String> labels, ImagePlus image) {
        Overlay overlay = new Overlay();
        Table table = Table.read(objects);
        List<Optional<Outline>> outlines = ObjectOutlines.beside(objects, table.rows().size());
        for (int i = 0; i < table.rows().size(); i++) {
            Row row = new Row(table.columns(), table.rows().get(i));
            Roi roi = outlines.get(i).map(DetectView::polygon).orElseGet(row::box);
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
            place(roi, (int) row.number("frame"), image);
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

        Roi box() {
            return new Roi(number("x"), number("y"), number("width"), number("height"));
        }
    }

    private static Roi polygon(Outline outline) {
        float[] x = new float[outline.size()];
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) outline.x()[i];
            y[i] = (float) outline.y()[i];
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
