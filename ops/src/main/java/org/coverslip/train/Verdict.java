package org.coverslip.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.coverslip.classify.Classifier;
import org.coverslip.classify.Prediction;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.train.data.Example;
import org.coverslip.train.loop.Samples;
import org.coverslip.train.split.Part;

/**
 * What the finished bundle says of examples that it did not learn from.
 *
 * @param part they play
 * @param examples in order
 * @param predictions one per example
 * @param labels of the network
 * @param exclusive whether exactly one class is true
 */
record Verdict(
        Part part,
        List<Example> examples,
        List<Prediction> predictions,
        List<String> labels,
        boolean exclusive) {

    /**
     * @param samples of the examples, without augmentation, preprocessed
     * @param input name of the samples' input
     */
    static Verdict of(
            Part part,
            List<Example> examples,
            Samples samples,
            String input,
            Classifier classifier,
            int batch,
            List<String> labels,
            boolean exclusive) {
        List<Prediction> predictions = new ArrayList<>();
        for (int from = 0; from < samples.size(); from += batch) {
            List<TensorBlock> blocks = new ArrayList<>();
            for (int i = from; i < Math.min(from + batch, samples.size()); i++) {
                var tensor = samples.get(i, 0).inputs().get(input);
                long[] s = tensor.shape();
                int[] shape = {1, (int) s[0], (int) s[1], (int) s[2]};
                blocks.add(new TensorBlock(tensor.floats(), shape, "byxc"));
            }
            predictions.addAll(classifier.classify(blocks));
        }
        return new Verdict(part, examples, predictions, labels, exclusive);
    }

    static List<String> columns(List<String> labels) {
        List<String> columns = new ArrayList<>(List.of("image", "set", "group", "truth"));
        columns.add("prediction");
        columns.addAll(labels);
        return columns;
    }

    /** Rows of summary.csv. */
    List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < examples.size(); i++) {
            Example e = examples.get(i);
            List<String> row = new ArrayList<>(List.of(e.name(), part.toString(), e.group()));
            row.add(truth(e));
            row.add(predictions.get(i).text());
            predictions.get(i).probabilities().forEach(p -> row.add(Numbers.text(p)));
            rows.add(row);
        }
        return rows;
    }

    private String truth(Example e) {
        String text = e.labels().stream().map(labels::get).collect(Collectors.joining(";"));
        return text.isEmpty() ? "none" : text;
    }

    /**
     * Accuracy over all examples, and of each class the part of its examples that were recognised.
     */
    Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        if (examples.isEmpty()) return metrics;
        int right = 0;
        int asked = 0;
        int[] found = new int[labels.size()];
        int[] all = new int[labels.size()];
        for (int i = 0; i < examples.size(); i++) {
            for (int c = 0; c < labels.size(); c++) {
                boolean is = examples.get(i).labels().contains(c);
                boolean said = says(predictions.get(i), c);
                if (is) all[c]++;
                if (is && said) found[c]++;
                if (exclusive ? is && said : is == said) right++;
            }
            asked += exclusive ? 1 : labels.size();
        }
        metrics.put(part + " accuracy", right / (double) asked);
        for (int c = 0; c < labels.size(); c++) {
            metrics.put(part + " recall " + labels.get(c), found[c] / (double) all[c]);
        }
        return metrics;
    }

    private boolean says(Prediction p, int c) {
        return exclusive ? p.best() == c : p.probabilities().get(c) >= Prediction.PRESENT;
    }

    /** Rows are the truth, columns what was predicted; only where one class is true. */
    Table confusion() {
        int n = labels.size();
        int[][] counts = new int[n][n];
        for (int i = 0; i < examples.size(); i++) {
            counts[examples.get(i).labels().get(0)][predictions.get(i).best()]++;
        }
        List<String> columns = new ArrayList<>(List.of("truth"));
        columns.addAll(labels);
        List<List<String>> rows = new ArrayList<>();
        for (int r = 0; r < n; r++) {
            List<String> row = new ArrayList<>(List.of(labels.get(r)));
            for (int v : counts[r]) row.add(Integer.toString(v));
            rows.add(row);
        }
        return new Table(columns, rows);
    }
}
