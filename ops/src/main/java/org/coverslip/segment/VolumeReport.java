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
import org.coverslip.report.FloatMap;
import org.coverslip.report.OverlayPicture;
import org.coverslip.report.PlacedTiff;
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

    private final SegmentJob job;
    private final TallyColumns tallies;

    VolumeReport(SegmentJob job) {
        this.job = job;
        tallies = TallyColumns.ofVolumes(job.names(), job.makesObjects());
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
                                "failed_tiles"));
        columns.addAll(TallyColumns.ofVolumes(names, objects).headings());
        return columns;
    }

    /**
     * @param seen the image as seen from above
     */
    void write(
            ImageItem item,
            Slide slide,
            VolumePlan plan,
            Totals totals,
            RandomAccessibleInterval<? extends RealType<?>> seen) {
        String name = item.id().name();
        Path own = job.folder().folderOf(name);
        heatmap(own, plan, totals.maps);
        overlay(own, slide, plan, totals.maps.get(0), seen);
        job.folder().notes(name, plan.notes());
        job.folder().notes(name, totals.notes);
        job.folder().readBy(slide.reader());
        job.folder().notes(name, slide.notes());
        job.folder().tilesFailed(name, totals.failed, totals.firstFault);
        double voxel = plan.voxelVolume().orElse(Double.NaN) / CUBIC_MILLIMETRE;
        tallies.writeRegions(own, plan.plane().regions(), totals.regions, voxel);
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
                                Integer.toString(totals.failed)));
        row.addAll(tallies.cells(totals.all, voxel));
        job.folder().done(item.id(), row);
    }

    private void heatmap(Path own, VolumePlan plan, List<FloatMap> maps) {
        FloatMap first = maps.get(0);
        ImageStack stack = new ImageStack(first.width(), first.height());
        for (FloatMap map : maps) {
            for (int c = 0; c < job.names().size(); c++) {
                FloatProcessor plane =
                        new FloatProcessor(map.width(), map.height(), map.planes()[c]);
                stack.addSlice(job.names().get(c) + ", largest over the slices", plane);
            }
        }
        ImagePlus image = new ImagePlus("heatmap", stack);
        image.setDimensions(job.names().size(), 1, maps.size());
        image.setOpenAsHyperStack(maps.size() > 1);
        image.setDisplayRange(0, 1);
        image.setProperty(
                "Info",
                "Largest probability over the slices. Coverslip segment, model "
                        + job.model().name()
                        + ", weights "
                        + job.model().sha256());
        ImagePlus shown =
                job.names().size() > 1
                        ? new CompositeImage(image, CompositeImage.GRAYSCALE)
                        : image;
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
                job.names().size() == 1
                        ? overlay.probability(
                                map,
                                0,
                                "probability of " + job.names().get(0) + ", largest over slices")
                        : overlay.classes(likely(map), job.names());
        WholeFile.write(own.resolve("overlay.png"), out -> ImageIO.write(picture, "png", out));
    }

    /** The map without places where no class is likely in any slice. */
    private static FloatMap likely(FloatMap map) {
        return map.where(
                cell -> {
                    float most = 0;
                    for (float[] plane : map.planes()) most = Math.max(most, plane[cell]);
                    return most >= LIKELY;
                });
    }
}
