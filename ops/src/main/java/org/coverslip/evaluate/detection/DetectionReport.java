package org.coverslip.evaluate.detection;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.detect.Detection;
import org.coverslip.detect.Found;
import org.coverslip.detect.ObjectTable;
import org.coverslip.detect.label.LabelFormat;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.report.Chart;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;

/**
 * Holds the output folder of {@code detect} against labels: {@code detection.csv} (average
 * precision of every class at an overlap of 0.5 and over 0.5 to 0.95), {@code precision-recall.png}
 * and {@code confusion.csv}.
 *
 * <p>NB: objects below the run's threshold were never written, so that the curve ends there; COCO's
 * figures are those of a run with a threshold near 0, and of at most a hundred objects of a class
 * in an image: here all count.
 */
public final class DetectionReport {

    private static final double IOU = 0.5;
    private static final String NOTHING = "background";

    private final List<String> labels;
    private final List<ScoredImage> images;
    private final List<String> notes;

    private DetectionReport(List<String> labels, List<ScoredImage> images, List<String> notes) {
        this.labels = labels;
        this.images = images;
        this.notes = notes;
    }

    /**
     * @param results output folder of detect
     * @param truth what is really there
     * @throws RefusedException if the folder is none of detect's, or not one of its images is in
     *     the truth
     */
    public static DetectionReport of(Path results, LabelSet truth) {
        Table summary = Table.read(results.resolve("summary.csv"));
        Map<String, LabelledImage> known =
                truth.images().stream()
                        .collect(
                                Collectors.toMap(
                                        LabelledImage::file, Function.identity(), (a, b) -> a));
        List<String> names =
                summary.rows().stream().map(r -> r.get(0)).filter(known::containsKey).toList();
        if (names.isEmpty()) {
            throw new RefusedException(
                    results,
                    "not one of its " + summary.rows().size() + " images is in the truth",
                    "give the labels of these images");
        }
        Set<String> labels = new LinkedHashSet<>(truth.classes());
        for (String name : names) labels.addAll(ObjectTable.labels(table(results, name)));
        List<String> all = List.copyOf(labels);
        List<ScoredImage> images = new ArrayList<>();
        for (String name : names) {
            List<Truth> objects =
                    known.get(name).objects().stream()
                            .map(o -> new Truth(o.box(), all.indexOf(o.label()), o.crowd()))
                            .toList();
            List<Detection> found =
                    ObjectTable.read(table(results, name), all).stream()
                            .map(Found::detection)
                            .toList();
            images.add(new ScoredImage(objects, found));
        }
        return new DetectionReport(all, images, notes(summary, known, names));
    }

    /** NB: an image that failed must not make a detector look better than it is. */
    private static List<String> notes(
            Table summary, Map<String, LabelledImage> known, List<String> names) {
        List<String> notes = new ArrayList<>();
        List<String> unknown =
                summary.rows().stream()
                        .map(r -> r.get(0))
                        .filter(n -> !known.containsKey(n))
                        .toList();
        if (!unknown.isEmpty()) {
            notes.add(
                    unknown.size()
                            + " images were left out, which the truth does not know: "
                            + LabelFormat.some(unknown));
        }
        Set<String> seen = Set.copyOf(names);
        List<String> missing =
                known.keySet().stream().filter(n -> !seen.contains(n)).sorted().toList();
        if (!missing.isEmpty()) {
            notes.add(
                    missing.size()
                            + " images of the truth were left out, which were not searched: "
                            + LabelFormat.some(missing));
        }
        return notes;
    }

    /** What the reader has to know: images that only one side has; empty if nothing. */
    public List<String> notes() {
        return notes;
    }

    private static Path table(Path results, String image) {
        return results.resolve(image).resolve("objects.csv");
    }

    /** How many images are in both. */
    public int images() {
        return images.size();
    }

    /** A row per class, and one for their mean. */
    public Table table() {
        // NB: slides hold more than COCO's hundred objects.
        DetectionQuality quality = new DetectionQuality(images, labels.size(), Integer.MAX_VALUE);
        List<List<String>> rows = new ArrayList<>();
        for (int c = 0; c < labels.size(); c++) {
            PrecisionRecall curve = quality.curve(c, IOU);
            rows.add(
                    List.of(
                            labels.get(c),
                            Integer.toString(curve.objects()),
                            Integer.toString(curve.scores().length),
                            Numbers.text(curve.average()),
                            Numbers.text(quality.averagePrecision(c))));
        }
        rows.add(
                List.of(
                        "mean",
                        "",
                        "",
                        Numbers.text(quality.meanAveragePrecision(IOU)),
                        Numbers.text(quality.meanAveragePrecision())));
        return new Table(List.of("label", "objects", "found", "ap50", "ap50-95"), rows);
    }

    /**
     * Writes all files.
     *
     * @return path of detection.csv
     */
    public Path write(Path folder) {
        Path file = folder.resolve("detection.csv");
        table().write(file);
        confusion().write(folder.resolve("confusion.csv"));
        DetectionQuality quality = new DetectionQuality(images, labels.size(), Integer.MAX_VALUE);
        Chart chart = new Chart("Precision and recall at IoU 0.5", "recall", "precision");
        for (int c = 0; c < labels.size(); c++) {
            PrecisionRecall curve = quality.curve(c, IOU);
            if (curve.scores().length > 0) {
                chart.line(labels.get(c), curve.recall(), curve.precision());
            }
        }
        chart.limits(0, 1, 0, 1.02).write(folder.resolve("precision-recall.png"));
        return file;
    }

    private Table confusion() {
        int[][] counts = ConfusionMatrix.of(images, labels.size(), 0, IOU).counts();
        List<String> names = new ArrayList<>(labels);
        names.add(NOTHING);
        List<String> columns = new ArrayList<>(List.of("truth"));
        columns.addAll(names);
        List<List<String>> rows = new ArrayList<>();
        for (int t = 0; t < counts.length; t++) {
            List<String> row = new ArrayList<>(List.of(names.get(t)));
            Arrays.stream(counts[t]).forEach(n -> row.add(Integer.toString(n)));
            rows.add(row);
        }
        return new Table(columns, rows);
    }
}
