package org.coverslip.evaluate.segmentation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;

/**
 * Holds the output folder of {@code segment} against label images or GeoJSON. Dice and IoU are of
 * pixels; where the run made objects, F1 at an IoU of 0.5 to 0.9, panoptic quality and aggregated
 * Jaccard index are of objects, all together and, where the truth tells them apart, by class.
 */
public final class SegmentationReport {

    /** Stands for all images, and for all classes. */
    private static final String ALL = "all";

    private static final String FRACTION = " fraction";
    private static final int[] PERCENT = {50, 60, 70, 80, 90};

    private final List<String> classes;
    private final boolean objects;
    private final Map<String, Agreement> images;
    private final boolean byClass;
    private final List<String> notes;

    private SegmentationReport(
            List<String> classes,
            boolean objects,
            boolean byClass,
            Map<String, Agreement> images,
            List<String> notes) {
        this.classes = classes;
        this.objects = objects;
        this.byClass = byClass;
        this.images = images;
        this.notes = List.copyOf(notes);
    }

    /** Whether a folder is one that segment wrote. */
    public static boolean isSegmentation(Path results) {
        Path summary = results.resolve("summary.csv");
        return Files.exists(summary) && Table.read(summary).columns().contains("analysed_mm2");
    }

    /**
     * @param results output folder of segment
     * @param truth a label image or GeoJSON of the one image of the run, or a folder of them, each
     *     named as its image. Label images number objects where the run made objects, and otherwise
     *     classes, as labels.tif does.
     * @throws RefusedException if not one image is in the truth, or one does not fit
     */
    public static SegmentationReport of(Path results, Path truth) {
        Table summary = Table.read(results.resolve("summary.csv"));
        List<String> classes = new ArrayList<>();
        for (String column : summary.columns()) {
            if (!column.endsWith(FRACTION)) continue;
            classes.add(column.substring(0, column.length() - FRACTION.length()));
        }
        int named = classes.size();
        if (!Files.exists(truth)) {
            throw new RefusedException(truth, "there is no such file or folder", "check truth=");
        }
        TruthFiles files = new TruthFiles(truth);
        Map<String, Agreement> images = new LinkedHashMap<>();
        boolean objects = false;
        boolean byClass = false;
        int without = 0;
        for (List<String> row : summary.rows()) {
            String name = row.get(0);
            Optional<Path> known = files.of(name, summary.rows().size() == 1);
            if (known.isEmpty()) {
                without++;
                continue;
            }
            ComparedImage image =
                    new ComparedImage(
                            results.resolve(name),
                            Long.parseLong(row.get(1)),
                            Long.parseLong(row.get(2)),
                            known.get(),
                            classes,
                            named);
            objects = image.hasObjects();
            byClass |= image.tellsClasses();
            images.put(name, image.compare(objects));
        }
        if (images.isEmpty()) {
            throw new RefusedException(
                    truth,
                    "not one of the " + summary.rows().size() + " segmented images is in it",
                    "name each label image or GeoJSON as its image");
        }
        List<String> notes = new ArrayList<>();
        if (without > 0) notes.add(without + " images were left out: there is no truth for them");
        if (classes.size() > named) {
            notes.add(
                    "the results know nothing of "
                            + String.join(", ", classes.subList(named, classes.size()))
                            + ": row \"all\" compares without classes");
        }
        return new SegmentationReport(classes, objects, byClass, images, notes);
    }

    /** What a user should know; empty if nothing. */
    public List<String> notes() {
        return notes;
    }

    /** How many images were compared. */
    public int images() {
        return images.size();
    }

    /** A row per image and class, then the same for all images together. */
    public Table table() {
        List<String> columns = new ArrayList<>(List.of("image", "class", "dice", "iou"));
        if (objects) {
            columns.addAll(List.of("truth_objects", "found_objects"));
            for (int p : PERCENT) columns.add("f1_" + p);
            columns.addAll(List.of("pq", "aji"));
        }
        List<List<String>> rows = new ArrayList<>();
        Agreement together = new Agreement();
        images.forEach(
                (name, agreement) -> {
                    rows(name, agreement, rows);
                    together.join(agreement);
                });
        rows(ALL, together, rows);
        return new Table(columns, rows);
    }

    private void rows(String image, Agreement a, List<List<String>> rows) {
        ClassQuality pixels = new ClassQuality(a.pixels());
        for (int c = 1; byClass && c <= classes.size(); c++) {
            List<String> row = row(image, classes.get(c - 1), pixels.dice(c), pixels.iou(c));
            if (objects) row.addAll(objects(new InstanceQuality(a.objects(c))));
            rows.add(row);
        }
        if (objects) {
            ClassQuality any = new ClassQuality(a.foreground());
            List<String> row = row(image, ALL, any.dice(1), any.iou(1));
            row.addAll(objects(new InstanceQuality(a.objects())));
            rows.add(row);
        } else if (classes.size() > 1) {
            int n = classes.size();
            rows.add(row(image, "mean", pixels.meanDice(n), pixels.meanIou(n)));
        }
    }

    private static List<String> row(String image, String label, double dice, double iou) {
        return new ArrayList<>(List.of(image, label, Numbers.text(dice), Numbers.text(iou)));
    }

    private static List<String> objects(InstanceQuality quality) {
        InstanceQuality.Match half = quality.at(0.5);
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(half.matched() + half.missed()));
        cells.add(Integer.toString(half.matched() + half.invented()));
        for (int p : PERCENT) cells.add(Numbers.text(quality.at(p / 100.0).f1()));
        cells.add(Numbers.text(quality.panopticQuality()));
        cells.add(Numbers.text(quality.aggregatedJaccard()));
        return cells;
    }

    /**
     * Writes the table.
     *
     * @return path of segmentation.csv
     */
    public Path write(Path folder) {
        Path file = folder.resolve("segmentation.csv");
        table().write(file);
        return file;
    }
}
