package org.coverslip.segment;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coverslip.density.DensityFiles;
import org.coverslip.density.DensityGrid;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.FloatMap;
import org.coverslip.report.HeatmapTiff;
import org.coverslip.report.Numbers;
import org.coverslip.report.OverlayPicture;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.report.Thumbnail;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;

/** Writes what is known of an image once all its planes are done. */
final class SegmentReport {

    /** Longest side of overlay.png: fits a screen. */
    private static final int SCREEN = 1400;

    private static final double SQUARE_MILLIMETRE = 1e6;

    private final RunFolder folder;
    private final ModelBundle model;
    private final List<String> names;
    private final boolean objects;

    SegmentReport(RunFolder folder, ModelBundle model, List<String> names, boolean objects) {
        this.folder = folder;
        this.model = model;
        this.names = names;
        this.objects = objects;
    }

    /** The columns of summary.csv. */
    static List<String> columns(List<String> names, boolean objects) {
        List<String> columns =
                new ArrayList<>(
                        List.of(
                                "image",
                                "width",
                                "height",
                                "planes",
                                "tiles",
                                "failed_tiles",
                                "analysed_mm2"));
        for (String name : names) {
            columns.add(name + " fraction");
            columns.add(name + " mm2");
            if (!objects) continue;
            columns.add(name + " objects");
            columns.add(name + " per mm2");
        }
        return columns;
    }

    /**
     * @param ratio input pixels of the network per pixel of its output
     * @param density where the objects are; empty: no map is made
     */
    void write(
            ImageItem item,
            Slide slide,
            SegmentPlan plan,
            int ratio,
            SegmentTotals totals,
            Optional<DensityGrid> density) {
        String name = item.id().name();
        Path own = folder.folderOf(name);
        FloatMap map = totals.heat.map(plan.placement(ratio));
        String made = "Coverslip segment, model " + model.name() + ", weights " + model.sha256();
        HeatmapTiff.write(own.resolve("heatmap.tif"), map, names, plan.pixelSize(), made);
        overlay(own, slide, plan, map);
        density.ifPresent(
                grid ->
                        new DensityFiles(
                                        grid.map(
                                                plan.coverage(),
                                                (x, y) -> !Float.isNaN(map.at(0, x, y))),
                                        plan.pixelSize().orElseThrow())
                                .write(own, slide, made));
        plan.notes().forEach(note -> folder.warn(name + ": " + note));
        totals.notes.forEach(note -> folder.warn(name + ": " + note));
        folder.readBy(slide.reader());
        slide.notes().forEach(note -> folder.warn(name + ": " + note));
        if (totals.failed > 0) {
            folder.warn(
                    name + ": " + totals.failed + " tiles failed, the first: " + totals.firstFault);
        }
        double area = area(plan.outputPixelSize(ratio));
        if (!plan.regions().isEmpty()) regions(own, plan, totals, area);
        Level full = slide.levels().get(0);
        List<String> row =
                new ArrayList<>(
                        List.of(
                                name,
                                Long.toString(full.width()),
                                Long.toString(full.height()),
                                Integer.toString(slide.planes()),
                                Integer.toString(totals.tiles),
                                Integer.toString(totals.failed),
                                Numbers.text(totals.analysed * area)));
        row.addAll(counts(totals.pixels, totals.objects, totals.analysed, area));
        folder.done(item.id(), row);
    }

    /** mm2 per pixel; NaN where the pixel size is unknown. */
    private static double area(Optional<PixelSize> size) {
        return size.map(s -> s.x() * s.y() / SQUARE_MILLIMETRE).orElse(Double.NaN);
    }

    private List<String> counts(long[] pixels, long[] found, long analysed, double area) {
        List<String> cells = new ArrayList<>();
        for (int c = 0; c < pixels.length; c++) {
            cells.add(Numbers.text(analysed == 0 ? Double.NaN : pixels[c] / (double) analysed));
            cells.add(Numbers.text(pixels[c] * area));
            if (!objects) continue;
            cells.add(Long.toString(found[c]));
            cells.add(Numbers.text(analysed == 0 ? Double.NaN : found[c] / (analysed * area)));
        }
        return cells;
    }

    /** One row per ROI or annotation. */
    private void regions(Path own, SegmentPlan plan, SegmentTotals totals, double area) {
        List<String> all = columns(names, objects);
        List<String> columns = new ArrayList<>(List.of("roi", "class"));
        columns.addAll(all.subList(all.indexOf("analysed_mm2"), all.size()));
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < plan.regions().size(); r++) {
            List<String> row = new ArrayList<>();
            row.add(plan.regions().get(r).name());
            row.add(plan.regions().get(r).classification().orElse(""));
            row.add(Numbers.text(totals.regionAnalysed[r] * area));
            row.addAll(
                    counts(
                            totals.regionPixels[r],
                            totals.regionObjects[r],
                            totals.regionAnalysed[r],
                            area));
            rows.add(row);
        }
        new Table(columns, rows).write(own.resolve("rois.csv"));
    }

    private void overlay(Path own, Slide slide, SegmentPlan plan, FloatMap map) {
        Level full = slide.levels().get(0);
        BufferedImage small = Thumbnail.of(slide, SCREEN);
        double scale = full.width() / (double) small.getWidth();
        OverlayPicture overlay = new OverlayPicture(small, scale, plan.pixelSize());
        BufferedImage picture =
                names.size() == 1
                        ? overlay.probability(map, 0, "probability of " + names.get(0))
                        : overlay.classes(likely(map), names);
        WholeFile.write(own.resolve("overlay.png"), out -> ImageIO.write(picture, "png", out));
    }

    /** The map without places where none of the classes is likely: they are background. */
    private static FloatMap likely(FloatMap map) {
        float[][] planes = new float[map.planes().length][];
        for (int p = 0; p < planes.length; p++) planes[p] = map.planes()[p].clone();
        for (int i = 0; i < planes[0].length; i++) {
            float sum = 0;
            for (float[] plane : planes) sum += plane[i];
            if (sum >= 0.5f) continue;
            for (float[] plane : planes) plane[i] = Float.NaN;
        }
        return new FloatMap(
                map.width(),
                map.height(),
                planes,
                map.scaleX(),
                map.scaleY(),
                map.offsetX(),
                map.offsetY());
    }
}
