package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import java.awt.GraphicsEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.coverslip.job.ImageItem;
import org.coverslip.report.LabelColours;
import org.coverslip.report.Table;

/** Shows what was found as ImageJ people expect it: a table, and an overlay that can be hidden. */
final class DetectView {

    /** More windows than these hide each other. */
    private static final int MOST = 3;

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

    /** A rectangle per object in its class's colour, on its frame, named by class and score. */
    static Overlay overlay(Path objects, List<String> labels, ImagePlus image) {
        Overlay overlay = new Overlay();
        Table table = Table.read(objects);
        boolean stack = image.getStackSize() > 1;
        for (List<String> row : table.rows()) {
            Roi roi =
                    new Roi(
                            Double.parseDouble(row.get(table.columns().indexOf("x"))),
                            Double.parseDouble(row.get(table.columns().indexOf("y"))),
                            Double.parseDouble(row.get(table.columns().indexOf("width"))),
                            Double.parseDouble(row.get(table.columns().indexOf("height"))));
            String label = row.get(table.columns().indexOf("label"));
            double score = Double.parseDouble(row.get(table.columns().indexOf("score")));
            String track = row.get(table.columns().indexOf("track"));
            roi.setName(
                    String.format(
                            Locale.ROOT,
                            "%s %.2f%s",
                            label,
                            score,
                            track.isEmpty() ? "" : " #" + track));
            roi.setStrokeColor(LabelColours.of(labels.indexOf(label)));
            if (stack) {
                int frame = Integer.parseInt(row.get(table.columns().indexOf("frame")));
                roi.setPosition((frame - 1) * image.getNChannels() + 1);
            }
            overlay.add(roi);
        }
        overlay.drawLabels(false);
        return overlay;
    }
}
