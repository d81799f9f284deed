package org.coverslip;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.coverslip.detect.Outline;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.evaluate.detection.DetectionQuality;
import org.coverslip.evaluate.detection.ScoredImage;
import org.coverslip.evaluate.detection.Truth;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.Nucleus;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;

/** Small synthetic slides whose nuclei are known, and how well they were found. */
public final class NucleiPictures {

    /** What the nuclei are called. */
    public static final String LABEL = "cell";

    private NucleiPictures() {}

    /** A square slide, tissue nearly all over. */
    public static SlideParameters slide(long seed, int side) {
        return SlideParameters.of(seed, side, side).withTissue(0.9);
    }

    /** The upright boxes of its nuclei, in pixels. */
    public static List<Box> boxes(SlideParameters slide) {
        List<Box> boxes = new ArrayList<>();
        int side = slide.width();
        for (Nucleus n : SyntheticSlide.of(slide).nucleiIn(0, 0, side, side)) {
            double[][] p = n.polygon(32);
            Box box = new Box(p[0][0], p[0][1], p[0][0], p[0][1]);
            for (double[] q : p) box = box.union(new Box(q[0], q[1], q[0], q[1]));
            boxes.add(box.clip(side, side));
        }
        return boxes;
    }

    /** How a slide becomes a file. */
    @FunctionalInterface
    public interface Writer {
        void write(SlideParameters slide, Path file) throws Exception;
    }

    /** As an RGB slide. */
    public static void asSlide(SlideParameters slide, Path file) throws Exception {
        MakeSlide.of(slide).write(file);
    }

    /**
     * Writes slides {@code 0.tif}, {@code 1.tif} and so on into a folder, and their boxes, with
     * outlines, as COCO beside it.
     *
     * @return where the boxes are
     */
    public static Path write(Path folder, int seed, int count, int side, Writer writer)
            throws Exception {
        Files.createDirectories(folder);
        List<LabelledImage> labelled = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            SlideParameters slide = slide(seed + i, side);
            String name = i + ".tif";
            writer.write(slide, folder.resolve(name));
            List<LabelledBox> own =
                    boxes(slide).stream()
                            .map(b -> new LabelledBox(LABEL, b, Optional.of(Outline.of(b))))
                            .toList();
            labelled.add(new LabelledImage(name, side, side, own));
        }
        LabelSet labels = new LabelSet(List.of(LABEL), labelled, List.of());
        return LabelFormats.named("coco")
                .write(labels, folder.resolveSibling(folder.getFileName() + "-labels"));
    }

    /** What detect wrote into {@code objects.csv}. */
    public static List<Detection> found(Path objects) {
        List<Detection> found = new ArrayList<>();
        for (List<String> row : Table.read(objects).rows()) {
            double x = Double.parseDouble(row.get(6));
            double y = Double.parseDouble(row.get(7));
            double w = Double.parseDouble(row.get(8));
            double h = Double.parseDouble(row.get(9));
            Box box = new Box(x, y, x + w, y + h);
            found.add(new Detection(box, 0, Double.parseDouble(row.get(5))));
        }
        return found;
    }

    /** Average precision at an overlap of 0.5. */
    public static double precision(SlideParameters slide, List<Detection> found) {
        List<Truth> truth = boxes(slide).stream().map(b -> new Truth(b, 0)).toList();
        return new DetectionQuality(List.of(new ScoredImage(truth, found)), 1, Integer.MAX_VALUE)
                .averagePrecision(0, 0.5);
    }
}
