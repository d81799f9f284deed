package org.coverslip.explain;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.Opener;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.imglib2.FinalInterval;
import net.imglib2.view.Views;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.job.ImageItem;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.report.Thumbnail;
import org.coverslip.slide.Slide;

/**
 * The gallery over all images of a run, drawn from what lies in their folders: so it is whole also
 * where an earlier run did some of them.
 */
final class RunGallery {

    private final RunFolder folder;
    private final Gallery gallery;

    RunGallery(RunFolder folder, Gallery gallery) {
        this.folder = folder;
        this.gallery = gallery;
    }

    /** Writes gallery.png. */
    void write(List<ImageItem> items) {
        Map<String, ImageItem> byName = new HashMap<>();
        items.forEach(i -> byName.put(i.id().name(), i));
        for (List<String> row : folder.summary().rows()) {
            Path own = folder.folderOf(row.get(0));
            Path table = own.resolve(ExplanationRows.FILE);
            if (!Files.exists(table)) continue;
            List<List<String>> rows = Table.read(table).rows();
            if (gallery.isFull()) rows.forEach(r -> gallery.skip());
            else draw(byName.get(row.get(0)), own, rows);
        }
        gallery.write(folder.path().resolve("gallery.png"));
    }

    private void draw(ImageItem item, Path own, List<List<String>> rows) {
        try (Slide slide = item.opener().open()) {
            int part = -1;
            String last = null;
            for (List<String> row : rows) {
                String object = cell(row, "object");
                String place = object + " " + cell(row, "plane");
                if (!place.equals(last)) part++;
                last = place;
                Path maps = object.isEmpty() ? own : own.resolve(ExplainReport.part(part, object));
                String label = cell(row, "label");
                RawHeat heat = heat(maps.resolve("heatmap-raw.tif"), label);
                double p = Double.parseDouble(cell(row, "probability"));
                gallery.add(
                        picture(slide, row),
                        heat.normalised(),
                        (item.id().name() + " " + object).strip(),
                        ExplainReport.line(label, p, heat));
            }
        } catch (IOException | RuntimeException e) {
            // NB: the image was explained; that its picture cannot be read again must not undo
            // that.
            folder.warn(item.id().name() + " is not in gallery.png: " + e.getMessage());
        }
    }

    private static String cell(List<String> row, String column) {
        return row.get(ExplanationRows.COLUMNS.indexOf(column));
    }

    private static BufferedImage picture(Slide slide, List<String> row) {
        long[] box = new long[4];
        String[] names = {"x", "y", "width", "height"};
        for (int i = 0; i < 4; i++) box[i] = Math.round(Double.parseDouble(cell(row, names[i])));
        var plane = slide.image(0, Integer.parseInt(cell(row, "plane")) - 1);
        var pixels =
                Views.zeroMin(
                        Views.interval(
                                plane,
                                new FinalInterval(
                                        new long[] {box[0], box[1], 0},
                                        new long[] {
                                            box[0] + box[2] - 1,
                                            box[1] + box[3] - 1,
                                            plane.dimension(2) - 1
                                        })));
        return ExplainReport.small(
                Thumbnail.of(pixels, slide.rgb(), slide.displayRange(), Gallery.SIDE));
    }

    /** The map of a label as it was written. */
    private static RawHeat heat(Path file, String label) throws IOException {
        ImagePlus map = new Opener().openImage(file.toString());
        if (map == null) throw new IOException("no image in " + file);
        ImageStack stack = map.getStack();
        for (int i = 1; i <= stack.size(); i++) {
            // NB: a TIFF of one slice keeps its label only as the image's own property.
            if (stack.size() > 1 && !label.equals(stack.getSliceLabel(i))) continue;
            float[] values = (float[]) stack.getProcessor(i).convertToFloatProcessor().getPixels();
            return new RawHeat(map.getWidth(), map.getHeight(), values);
        }
        throw new IOException("no map of " + label + " in " + file);
    }
}
