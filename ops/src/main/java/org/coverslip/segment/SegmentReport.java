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
import org.coverslip.report.FloatMap;
import org.coverslip.report.HeatmapTiff;
import org.coverslip.report.OverlayPicture;
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

    private static final float LIKELY = 0.5f;

    private final SegmentJob job;
    private final TallyColumns tallies;

    SegmentReport(SegmentJob job) {
        this.job = job;
        tallies = TallyColumns.ofPlanes(job.names(), job.makesObjects());
    }

    /** The columns of summary.csv. */
    static List<String> columns(List<String> names, boolean objects) {
        List<String> columns =
                new ArrayList<>(
                        List.of("image", "width", "height", "planes", "tiles", "failed_tiles"));
        columns.addAll(TallyColumns.ofPlanes(names, objects).headings());
        return columns;
    }

    /**
     * @param density where the objects are; empty: no map is made
     */
    void write(
            ImageItem item,
            Slide slide,
            SegmentPlan plan,
            Totals totals,
            Optional<DensityGrid> density) {
        String name = item.id().name();
        Path own = job.folder().folderOf(name);
        FloatMap map = totals.maps.get(0);
        String made =
                "Coverslip segment, model "
                        + job.model().name()
                        + ", weights "
                        + job.model().sha256();
        HeatmapTiff.write(own.resolve("heatmap.tif"), map, job.names(), plan.pixelSize(), made);
        overlay(own, slide, plan, map);
        density.ifPresent(
                grid ->
                        new DensityFiles(
                                        grid.map(
                                                plan.coverage(),
                                                (x, y) -> !Float.isNaN(map.at(0, x, y))),
                                        plan.pixelSize().orElseThrow())
                                .write(own, slide, made));
        job.folder().notes(name, plan.notes());
        job.folder().notes(name, totals.notes);
        job.folder().readBy(slide.reader());
        job.folder().notes(name, slide.notes());
        job.folder().tilesFailed(name, totals.failed, totals.firstFault);
        double area = area(plan.outputPixelSize(job.ratio()));
        tallies.writeRegions(own, plan.regions(), totals.regions, area);
        Level full = slide.levels().get(0);
        List<String> row =
                new ArrayList<>(
                        List.of(
                                name,
                                Long.toString(full.width()),
                                Long.toString(full.height()),
                                Integer.toString(slide.planes()),
                                Integer.toString(totals.tiles),
                                Integer.toString(totals.failed)));
        row.addAll(tallies.cells(totals.all, area));
        job.folder().done(item.id(), row);
    }

    /** mm2 per pixel; NaN where the pixel size is unknown. */
    private static double area(Optional<PixelSize> size) {
        return size.map(s -> s.x() * s.y() / SQUARE_MILLIMETRE).orElse(Double.NaN);
    }

    private void overlay(Path own, Slide slide, SegmentPlan plan, FloatMap map) {
        Level full = slide.levels().get(0);
        BufferedImage small = Thumbnail.of(slide, SCREEN);
        double scale = full.width() / (double) small.getWidth();
        OverlayPicture overlay = new OverlayPicture(small, scale, plan.pixelSize());
        BufferedImage picture =
                job.names().size() == 1
                        ? overlay.probability(map, 0, "probability of " + job.names().get(0))
                        : overlay.classes(likely(map), job.names());
        WholeFile.write(own.resolve("overlay.png"), out -> ImageIO.write(picture, "png", out));
    }

    /** The map without places where none of the classes is likely: they are background. */
    private static FloatMap likely(FloatMap map) {
        return map.where(
                cell -> {
                    float sum = 0;
                    for (float[] plane : map.planes()) sum += plane[cell];
                    return sum >= LIKELY;
                });
    }
}
