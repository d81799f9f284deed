package org.coverslip.evaluate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;

/**
 * How well each label is told from the others: the area under its ROC curve with a bootstrap
 * interval, and the threshold with the largest Youden index, from a table of predictions ({@code
 * summary.csv} of classify) and a table of truths.
 */
public final class LabelScores {

    private final List<Score> scores = new ArrayList<>();
    private int without;

    /**
     * One label's result.
     *
     * @param label its name
     * @param auc area under the curve with its interval; empty where all images are of one class
     * @param best point with the largest Youden index; empty likewise
     * @param positives images that show the label
     * @param negatives images that do not
     */
    public record Score(
            String label,
            Optional<ConfidenceInterval> auc,
            Optional<RocCurve.Point> best,
            int positives,
            int negatives) {}

    private LabelScores() {}

    /**
     * @param predictions one row per image, its name first, a column with a probability per label
     * @param group column of the truth whose images are drawn together in the bootstrap; blank:
     *     each image for itself
     * @throws RefusedException if no label or no image stands in both tables, or a probability is
     *     no number
     */
    public static LabelScores of(
            Path predictions, TruthTable truth, String group, Bootstrap bootstrap) {
        Table table = Table.read(predictions);
        List<String> labels = truth.labels().stream().filter(table.columns()::contains).toList();
        if (labels.isEmpty()) {
            throw new RefusedException(
                    predictions,
                    "none of its columns is one of the truth's labels ("
                            + String.join(", ", truth.labels())
                            + ")",
                    "use the labels of the model");
        }
        Map<String, String> groups = group.isBlank() ? Map.of() : truth.groups(group.strip());
        LabelScores all = new LabelScores();
        for (String label : labels) all.add(predictions, table, label, truth, groups, bootstrap);
        if (all.scores.stream().allMatch(s -> s.positives() + s.negatives() == 0)) {
            throw new RefusedException(
                    predictions,
                    "the truth knows none of its images",
                    "name them in the first column as they stand there, for example "
                            + (table.rows().isEmpty() ? "image" : table.rows().get(0).get(0)));
        }
        all.scores.sort(
                Comparator.comparingDouble(
                        s -> -s.auc().map(ConfidenceInterval::estimate).orElse(-1.0)));
        return all;
    }

    private void add(
            Path file,
            Table table,
            String label,
            TruthTable truth,
            Map<String, String> groups,
            Bootstrap bootstrap) {
        int column = table.columns().indexOf(label);
        List<Double> values = new ArrayList<>();
        List<Boolean> truths = new ArrayList<>();
        List<String> members = new ArrayList<>();
        int unknown = 0;
        for (List<String> row : table.rows()) {
            Optional<Boolean> known = truth.of(row.get(0), label);
            if (known.isEmpty()) {
                unknown++;
                continue;
            }
            values.add(number(file, row.get(column), row.get(0)));
            truths.add(known.get());
            members.add(groups.isEmpty() ? "" : groups.get(row.get(0)));
        }
        without = Math.max(without, unknown);
        int positives = (int) truths.stream().filter(t -> t).count();
        int negatives = truths.size() - positives;
        if (positives == 0 || negatives == 0) {
            scores.add(new Score(label, Optional.empty(), Optional.empty(), positives, negatives));
            return;
        }
        boolean[] flags = new boolean[truths.size()];
        for (int i = 0; i < flags.length; i++) flags[i] = truths.get(i);
        RocCurve roc = RocCurve.of(values.stream().mapToDouble(v -> v).toArray(), flags);
        ConfidenceInterval auc =
                groups.isEmpty() ? roc.auc(bootstrap) : roc.auc(bootstrap, members);
        scores.add(
                new Score(label, Optional.of(auc), Optional.of(roc.best()), positives, negatives));
    }

    private static double number(Path file, String cell, String image) {
        try {
            double value = Double.parseDouble(cell);
            if (!Double.isNaN(value)) return value;
        } catch (NumberFormatException e) {
            // Refused below, with the cell.
        }
        throw new RefusedException(
                file, "\"" + cell + "\" is no probability for " + image, "classify it again");
    }

    /** The labels, the best told one first. */
    public List<Score> scores() {
        return List.copyOf(scores);
    }

    /** Images that were predicted but of which the truth says nothing. */
    public int withoutTruth() {
        return without;
    }

    /** As a table: label, auc and its limits, numbers of images, best threshold. */
    public Table table() {
        List<List<String>> rows = new ArrayList<>();
        for (Score s : scores) {
            List<String> row = new ArrayList<>(List.of(s.label()));
            row.add(s.auc().map(a -> Numbers.text(a.estimate())).orElse(""));
            row.add(s.auc().map(a -> Numbers.text(a.low())).orElse(""));
            row.add(s.auc().map(a -> Numbers.text(a.high())).orElse(""));
            row.add(Integer.toString(s.positives()));
            row.add(Integer.toString(s.negatives()));
            row.add(s.best().map(b -> Numbers.text(b.threshold())).orElse(""));
            row.add(s.best().map(b -> Numbers.text(b.sensitivity())).orElse(""));
            row.add(s.best().map(b -> Numbers.text(b.specificity())).orElse(""));
            rows.add(row);
        }
        return new Table(
                List.of(
                        "label",
                        "auc",
                        "auc_low",
                        "auc_high",
                        "positives",
                        "negatives",
                        "threshold",
                        "sensitivity",
                        "specificity"),
                rows);
    }
}
