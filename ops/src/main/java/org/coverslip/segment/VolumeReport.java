package org.coverslip.segment;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.FloatMap;
import org.coverslip.report.Numbers;
import org.coverslip.report.OverlayPicture;
import org.coverslip.report.PlacedTiff;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.report.Thumbnail;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;

/** Writes what is known of a stack once all its points in time are done. */
final class VolumeReport {

    /** Longest side of overlay.png: fits a screen. */
    private static final int SCREEN = 1400;

    private static final double CUBIC_MILLIMETRE = 1e9;

    private static final float LIKELY = 0.5f;

    private final RunFolder folder;
    private final ModelBundle model;
    private final List<String> names;
    private final boolean objects;

    VolumeReport(RunFolder folder, ModelBundle model, List<String> names, boolean objects) {
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
                                "slices",
                                "frames",
                                "tiles",
                                "failed_tiles",
                                "analysed_voxels",
                                "analysed_mm3"));
        for (String name : names) {
            columns.add(name + " fraction");
            columns.add(name + " voxels");
            columns.add(name + " mm3");
            if (!objects) continue;
            columns.add(name + " objects");
            columns.add(name + " per mm3");
        }
        return columns;
    }

    /**
     * @param seen the image as seen from above
     */
    void write(
            ImageItem item,
            Slide slide,
            VolumePlan plan,
            VolumeTotals totals,
            RandomAccessibleInterval<? extends RealType<?>> seen) {
        String name = item.id().name();
        Path own = folder.folderOf(name);
        heatmap(own, plan, totals.maps);
        overlay(own, slide, plan, totals.maps.get(0), seen);
        plan.notes().forEach(note -> folder.warn(name + ": " + note));
        totals.notes.forEach(note -> folder.warn(name + ": " + note));
        folder.readBy(slide.reader());
        slide.notes().forEach(note -> folder.warn(name + ": " + note));
        if (totals.failed > 0) {
            folder.warn(
                    name + ": " + totals.failed + " tiles failed, the first: " + totals.firstFault);
        }
        double voxel = plan.voxelVolume().orElse(Double.NaN) / CUBIC_MILLIMETRE;
        if (!plan.plane().regions().isEmpty()) regions(own, plan, totals, voxel);
        Level full = slide.levels().get(0);
        List<String> row =
                new ArrayList<>(
                        List.of(
                                name,
                                Long.toString(full.width()),
                                Long.toString(full.height()),
                                Integer.toString(slide.slices()),
                                Integer.toString(plan.frames()),
                                Integer.toString(totals.tiles),
                                Integer.toString(totals.failed),
                                Long.toString(totals.analysed),
                                Numbers.text(totals.analysed * voxel)));
        row.addAll(counts(totals.voxels, totals.objects, totals.analysed, voxel));
        folder.done(item.id(), row);
    }

    private List<String> counts(long[] voxels, long[] found, long analysed, double voxel) {
        List<String> cells = new ArrayList<>();
        for (int c = 0; c < voxels.length; c++) {
            cells.add(Numbers.text(analysed == 0 ? Double.NaN : voxels[c] / (double) analysed));
            cells.add(Long.toString(voxels[c]));
            cells.add(Numbers.text(voxels[c] * voxel));
            if (!objects) continue;
            cells.add(Long.toString(found[c]));
            cells.add(Numbers.text(analysed == 0 ? Double.NaN : found[c] / (analysed * voxel)));
        }
        return cells;
    }

    /** One row per ROI or annotation, which are the same in every slice. */
    private void regions(Path own, VolumePlan plan, VolumeTotals totals, double voxel) {
        List<String> all = columns(names, objects);
        List<String> columns = new ArrayList<>(List.of("roi", "class"));
        columns.addAll(all.subList(all.indexOf("analysed_voxels"), all.size()));
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < totals.regionAnalysed.length; r++) {
            long analysed = totals.regionAnalysed[r];
            List<String> row = new ArrayList<>();
            row.add(plan.plane().regions().get(r).name());
            row.add(plan.plane().regions().get(r).classification().orElse(""));
            row.add(Long.toString(analysed));
            row.add(Numbers.text(analysed * voxel));
            row.addAll(counts(totals.regionVoxels[r], totals.regionObjects[r], analysed, voxel));
            rows.add(row);
        }
        new Table(columns, rows).write(own.resolve("rois.csv"));
    }

    private void heatmap(Path own, VolumePlan plan, List<FloatMap> maps) {
        FloatMap first = maps.get(0);
        ImageStack stack = new ImageStack(first.width(), first.height());
        for (FloatMap map : maps) {
            for (int c = 0; c < names.size(); c++) {
                FloatProcessor plane =
                        new FloatProcessor(map.width(), map.height(), map.planes()[c]);
                stack.addSlice(names.get(c) + ", largest over the slices", plane);
            }
        }
        ImagePlus image = new ImagePlus("heatmap", stack);
        image.setDimensions(names.size(), 1, maps.size());
        image.setOpenAsHyperStack(maps.size() > 1);
        image.setDisplayRange(0, 1);
        image.setProperty(
                "Info",
                "Largest probability over the slices. Coverslip segment, model "
                        + model.name()
                        + ", weights "
                        + model.sha256());
        ImagePlus shown =
                names.size() > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image;
        new PlacedTiff(
                        first.scaleX(),
                        first.scaleY(),
                        first.offsetX(),
                        first.offsetY(),
                        plan.plane().pixelSize())
                .write(own.resolve("heatmap.tif"), shown);
    }

    private void overlay(
            Path own,
            Slide slide,
            VolumePlan plan,
            FloatMap map,
            RandomAccessibleInterval<? extends RealType<?>> seen) {
        BufferedImage small = Thumbnail.of(seen, slide.rgb(), slide.displayRange(), SCREEN);
        double scale = slide.levels().get(0).width() / (double) small.getWidth();
        OverlayPicture overlay = new OverlayPicture(small, scale, plan.plane().pixelSize());
        BufferedImage picture =
                names.size() == 1
                        ? overlay.probability(
                                map, 0, "probability of " + names.get(0) + ", largest over slices")
                        : overlay.classes(likely(map), names);
        WholeFile.write(own.resolve("overlay.png"), out -> ImageIO.write(picture, "png", out));
    }

    /** The map without places where no class is likely in any slice. */
    private static FloatMap likely(FloatMap map) {
        float[][] planes = new float[map.planes().length][];
        for (int p = 0; p < planes.length; p++) planes[p] = map.planes()[p].clone();
        for (int i = 0; i < planes[0].length; i++) {
            float most = 0;
            for (float[] plane : planes) most = Math.max(most, plane[i]);
            if (most >= LIKELY) continue;
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
