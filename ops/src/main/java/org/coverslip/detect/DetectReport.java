package org.coverslip.detect;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coverslip.density.DensityFiles;
import org.coverslip.density.DensityGrid;
import org.coverslip.density.DensityMap;
import org.coverslip.job.ImageItem;
import org.coverslip.job.SlidePlan;
import org.coverslip.report.Numbers;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Thumbnail;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Handover;
import org.coverslip.tile.Preparation;

/** Writes what was found into the output folder, image by image. */
final class DetectReport {

    /** Longest side of overlay.png: fits a screen. */
    private static final int SCREEN = 1400;

    /** Frames of a movie of which overlay.png shows the first. */
    private static final int FIRST = 0;

    private final RunFolder folder;
    private final List<String> labels;
    private final Preparation preparation;
    private final boolean slides;
    private final double density;

    /**
     * @param density radius of the density maps of slides, micrometres; 0: none are made
     */
    DetectReport(
            RunFolder folder,
            List<String> labels,
            Preparation preparation,
            boolean slides,
            double density) {
        this.folder = folder;
        this.labels = labels;
        this.preparation = preparation;
        this.slides = slides;
        this.density = density;
    }

    /** The columns of summary.csv: counts under each label's own name. */
    static List<String> columns(List<String> labels, boolean slides) {
        List<String> columns =
                new ArrayList<>(List.of("image", "width", "height", "frames", "objects"));
        columns.addAll(labels);
        if (slides) {
            columns.addAll(List.of("tiles", "failed_tiles", "area_mm2"));
            for (String label : labels) columns.add(label + " per mm2");
        }
        return columns;
    }

    void failed(ImageItem item, String sentence) {
        folder.failed(item.id(), sentence);
    }

    /** An image, stack or movie. */
    void image(ImageItem item, Slide slide, List<Found> found) {
        String name = item.id().name();
        preparation.remark(slide.channels(), slide.rgb(), name).ifPresent(folder::warn);
        List<Detection> first =
                found.stream().filter(f -> f.plane() == FIRST).map(Found::detection).toList();
        files(item, slide, found, first, slide.pixelSize());
        folder.done(item.id(), row(item, slide, found));
    }

    /** A slide. */
    void slide(
            ImageItem item,
            Slide slide,
            SlidePlan plan,
            List<Detection> found,
            SeenPart seen,
            String firstFault) {
        String name = item.id().name();
        List<Found> all = found.stream().map(d -> new Found(0, "", 0, d)).toList();
        // NB: pictures beside tables; one after the other they took a tenth of a slide's time.
        try (Handover beside = new Handover()) {
            if (density > 0) beside.give(() -> density(name, slide, plan, found, seen));
            files(item, slide, all, found, Optional.of(plan.pixelSize()));
            beside.await();
        }
        folder.notes(name, plan.notes());
        warnOfLarge(name, plan, found);
        folder.tilesFailed(name, seen.failures(), firstFault);
        List<String> row = row(item, slide, all);
        double lost = seen.lost(plan.coverage()) / plan.area();
        double area = plan.squareMillimetres() * (1 - lost);
        row.add(Integer.toString(plan.grid().size()));
        row.add(Integer.toString(seen.failures()));
        row.add(Numbers.text(area));
        for (int label = 0; label < labels.size(); label++) {
            // NB: blank where no tile was seen: no density, which is not a density of 0.
            row.add(area > 0 ? Numbers.text(count(all, label) / area) : "");
        }
        folder.done(item.id(), row);
    }

    private void density(
            String name, Slide slide, SlidePlan plan, List<Detection> found, SeenPart seen) {
        Level full = slide.levels().get(0);
        DensityGrid grid =
                new DensityGrid(full.width(), full.height(), plan.pixelSize(), density, labels);
        for (Detection d : found) grid.add(d.label(), d.box().centreX(), d.box().centreY());
        DensityMap map = grid.map(plan.coverage(), seen);
        new DensityFiles(map, plan.pixelSize())
                .write(folder.folderOf(name), slide, "Coverslip detect");
    }

    /** NB: an object larger than the overlap may be seen whole by no tile. */
    private void warnOfLarge(String name, SlidePlan plan, List<Detection> found) {
        double overlap = plan.grid().tileWidth() - plan.grid().strideX();
        long large =
                found.stream()
                        .filter(d -> Math.max(d.box().width(), d.box().height()) > overlap)
                        .count();
        if (large == 0) return;
        folder.warn(
                name
                        + ": "
                        + large
                        + " objects are larger than the overlap of the tiles and may be in pieces;"
                        + " give a larger overlap=");
    }

    private List<String> row(ImageItem item, Slide slide, List<Found> found) {
        Level full = slide.levels().get(0);
        List<String> row = new ArrayList<>();
        row.add(item.id().name());
        row.add(Long.toString(full.width()));
        row.add(Long.toString(full.height()));
        row.add(Integer.toString(slide.planes()));
        row.add(Integer.toString(found.size()));
        for (int label = 0; label < labels.size(); label++) {
            row.add(Long.toString(count(found, label)));
        }
        return row;
    }

    private static long count(List<Found> found, int label) {
        return found.stream().filter(f -> f.detection().label() == label).count();
    }

    private void files(
            ImageItem item,
            Slide slide,
            List<Found> found,
            List<Detection> shown,
            Optional<PixelSize> pixelSize) {
        String name = item.id().name();
        Path own = folder.folderOf(name);
        folder.readBy(slide.reader());
        folder.notes(name, slide.notes());
        ObjectTable.write(own.resolve("objects.csv"), found, labels, pixelSize);
        ObjectFeatures.write(own.resolve("objects.geojson"), found, labels);
        BufferedImage small = Thumbnail.of(slide, SCREEN);
        double scale = slide.levels().get(0).width() / (double) small.getWidth();
        BufferedImage picture = BoxPicture.draw(small, scale, shown, labels, true);
        WholeFile.write(own.resolve("overlay.png"), out -> ImageIO.write(picture, "png", out));
    }
}
