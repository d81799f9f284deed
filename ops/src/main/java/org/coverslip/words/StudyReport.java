package org.coverslip.words;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coverslip.evaluate.RocCurve;
import org.coverslip.report.Chart;
import org.coverslip.report.LabelColours;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.words.codebook.Codebook;
import org.coverslip.words.cohort.Study;
import org.coverslip.words.cohort.Truth;
import org.coverslip.words.picture.Dictionary;

/**
 * Writes what words predict: scores, ROC curve, and the words that drive it with their pictures.
 */
final class StudyReport {

    private final Path folder;
    private final Truth truth;
    private final Study study;

    StudyReport(Path folder, Truth truth, Study study) {
        this.folder = folder;
        this.truth = truth;
        this.study = study;
    }

    /**
     * @param nearest per word, pictures of the patches nearest to its centre
     */
    void write(List<List<BufferedImage>> nearest) {
        results();
        scores();
        roc();
        importances(nearest);
    }

    private void results() {
        List<List<String>> rows = new ArrayList<>();
        for (Study.Result r : study.results()) {
            rows.add(
                    List.of(
                            r.learner().toString(),
                            truth.classes().get(1),
                            Integer.toString(r.roc().positives()),
                            Integer.toString(r.roc().negatives()),
                            Numbers.text(r.auc().estimate()),
                            Numbers.text(r.auc().low()),
                            Numbers.text(r.auc().high())));
        }
        new Table(
                        List.of(
                                "model",
                                "positive",
                                "positives",
                                "negatives",
                                "auc",
                                "auc low",
                                "auc high"),
                        rows)
                .write(folder.resolve("classifier.csv"));
    }

    private void scores() {
        List<String> columns = new ArrayList<>(List.of("image", "label", "group"));
        study.results().forEach(r -> columns.add(r.learner().toString()));
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < study.slides().size(); i++) {
            String name = study.slides().get(i);
            List<String> row =
                    new ArrayList<>(
                            List.of(name, truth.labels().get(name), truth.groups().get(name)));
            for (Study.Result r : study.results()) row.add(Numbers.text(r.scores()[i]));
            rows.add(row);
        }
        new Table(columns, rows).write(folder.resolve("scores.csv"));
    }

    private void roc() {
        Chart chart =
                new Chart(
                                "Telling "
                                        + truth.classes().get(1)
                                        + " from "
                                        + truth.classes().get(0),
                                "1 - specificity",
                                "sensitivity")
                        .limits(0, 1, 0, 1.02);
        for (Study.Result r : study.results()) {
            List<RocCurve.Point> points = r.roc().points();
            String name =
                    String.format(
                            Locale.ROOT,
                            "%s, AUC %.2f (%.2f to %.2f)",
                            r.learner(),
                            r.auc().estimate(),
                            r.auc().low(),
                            r.auc().high());
            chart.line(
                    name,
                    points.stream().mapToDouble(RocCurve.Point::falsePositiveRate).toArray(),
                    points.stream().mapToDouble(RocCurve.Point::sensitivity).toArray());
        }
        chart.reference("chance", new double[] {0, 1}, new double[] {0, 1});
        chart.write(folder.resolve("roc.png"));
    }

    private void importances(List<List<BufferedImage>> nearest) {
        Dictionary dictionary =
                new Dictionary("what the prediction rests on most comes first: its patches", "");
        List<List<String>> rows = new ArrayList<>();
        for (int w : study.ranking()) {
            rows.add(
                    List.of(
                            Codebook.name(w),
                            Numbers.text(study.impurity()[w]),
                            Numbers.text(study.permutation()[w])));
            dictionary.add(
                    Codebook.name(w),
                    List.of(
                            String.format(Locale.ROOT, "impurity %.3f", study.impurity()[w]),
                            String.format(Locale.ROOT, "AUC falls %.3f", study.permutation()[w])),
                    LabelColours.of(w),
                    nearest.get(w),
                    List.of());
        }
        new Table(List.of("word", "impurity", "permutation"), rows)
                .write(folder.resolve("importance.csv"));
        WordReport.png(folder.resolve("importance.png"), dictionary.render());
    }
}
