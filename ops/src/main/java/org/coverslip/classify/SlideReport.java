package org.coverslip.classify;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.coverslip.job.ImageItem;
import org.coverslip.job.SlidePlan;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.FloatMap;
import org.coverslip.report.HeatmapTiff;
import org.coverslip.report.Numbers;
import org.coverslip.report.OverlayPicture;
import org.coverslip.report.PlacedTiff;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Thumbnail;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.HeatMap;
import org.coverslip.tile.Placement;
import org.coverslip.tile.TissueMask;

/** Writes what is known of a slide once all its tiles are done. */
final class SlideReport {

    /** Longest side of overlay.png: fits a screen. */
    private static final int SCREEN = 1400;

    private final RunFolder folder;
    private final ModelBundle model;
    private final boolean exclusive;

    SlideReport(RunFolder folder, ModelBundle model) {
        this.folder = folder;
        this.model = model;
        this.exclusive = ScoreReading.isExclusive(model);
    }

    /**
     * The columns of summary.csv: the mean probability under each label's own name, then what only
     * slides have.
     */
    static List<String> columns(List<String> labels) {
        List<String> columns = new ArrayList<>(ClassifyReport.columns(labels));
        columns.addAll(List.of("tiles", "failed_tiles", "tissue_mm2"));
        for (String label : labels) {
            columns.add(label + " max");
            columns.add(label + " top" + SlideScores.TOP + " mean");
            columns.add(label + " above " + SlideScores.THRESHOLD);
        }
        return columns;
    }

    void write(ImageItem item, Slide slide, SlidePlan plan, ClassifySlide.Tiles tiles) {
        String name = item.id().name();
        Path own = folder.folderOf(name);
        FloatMap map = flat(tiles.mosaic().blend());
        String made = "Coverslip classify, model " + model.name() + ", weights " + model.sha256();
        HeatmapTiff.write(
                own.resolve("heatmap.tif"),
                map,
                model.labels(),
                Optional.of(plan.pixelSize()),
                made);
        new TileFeatures(model.labels(), exclusive)
                .write(own.resolve("objects.geojson"), plan.grid(), tiles.scores());
        List<SlideScores> scores = new ArrayList<>();
        for (float[] values : tiles.scores()) scores.add(SlideScores.of(values));
        Prediction mean =
                new Prediction(
                        model.labels(), scores.stream().map(SlideScores::mean).toList(), exclusive);
        plan.mask().ifPresent(mask -> tissue(own, plan, mask));
        overlay(own, slide, plan, map);
        folder.notes(name, plan.notes());
        folder.readBy(slide.reader());
        folder.notes(name, slide.notes());
        folder.tilesFailed(name, tiles.failed(), tiles.firstFault());
        folder.done(item.id(), row(name, slide.levels().get(0), plan, tiles, scores, mean));
    }

    private List<String> row(
            String name,
            Level full,
            SlidePlan plan,
            ClassifySlide.Tiles tiles,
            List<SlideScores> scores,
            Prediction mean) {
        List<String> row =
                new ArrayList<>(
                        List.of(
                                name,
                                Long.toString(full.width()),
                                Long.toString(full.height()),
                                mean.text()));
        scores.forEach(s -> row.add(Numbers.text(s.mean())));
        row.add(Integer.toString(plan.grid().size()));
        row.add(Integer.toString(tiles.failed()));
        row.add(Numbers.text(plan.squareMillimetres()));
        for (SlideScores s : scores) {
            row.add(Numbers.text(s.max()));
            row.add(Numbers.text(s.topMean()));
            row.add(Numbers.text(s.above()));
        }
        return row;
    }

    /** Where tissue was found: 255, on glass 0. */
    private static void tissue(Path own, SlidePlan plan, TissueMask mask) {
        Img<UnsignedByteType> image = mask.image();
        byte[] pixels =
                ((ByteArray) ((ArrayImg<?, ?>) image).update(null)).getCurrentStorageArray();
        var tissue = new ByteProcessor((int) image.dimension(0), (int) image.dimension(1), pixels);
        Placement p = mask.placement();
        new PlacedTiff(
                        p.scaleX(),
                        p.scaleY(),
                        p.offsetX(),
                        p.offsetY(),
                        Optional.of(plan.pixelSize()))
                .write(own.resolve("tissue.tif"), new ImagePlus("tissue", tissue));
    }

    /** The probability of the only or second label, or where there are more, which one it is. */
    private void overlay(Path own, Slide slide, SlidePlan plan, FloatMap map) {
        Level full = slide.levels().get(0);
        BufferedImage small = Thumbnail.of(slide, SCREEN);
        double scale = full.width() / (double) small.getWidth();
        OverlayPicture overlay = new OverlayPicture(small, scale, Optional.of(plan.pixelSize()));
        List<String> labels = model.labels();
        int last = labels.size() - 1;
        BufferedImage picture =
                last < 2
                        ? overlay.probability(map, last, "probability of " + labels.get(last))
                        : overlay.classes(map, labels);
        WholeFile.write(own.resolve("overlay.png"), out -> ImageIO.write(picture, "png", out));
    }

    private static FloatMap flat(HeatMap map) {
        int width = (int) map.image().dimension(0);
        int height = (int) map.image().dimension(1);
        float[] all =
                ((FloatArray) ((ArrayImg<?, ?>) map.image()).update(null)).getCurrentStorageArray();
        float[][] planes = new float[map.labels().size()][width * height];
        for (int c = 0; c < planes.length; c++)
            System.arraycopy(all, c * width * height, planes[c], 0, width * height);
        Placement p = map.placement();
        return new FloatMap(
                width, height, planes, p.scaleX(), p.scaleY(), p.offsetX(), p.offsetY());
    }
}
