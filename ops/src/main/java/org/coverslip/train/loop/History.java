package org.coverslip.train.loop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.coverslip.report.Chart;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;

/**
 * All epochs of a run.
 *
 * @param epochs in order
 */
public record History(List<Epoch> epochs) {

    /** In front of the names of measures that were taken on validation samples. */
    public static final String VALIDATION = "validation ";

    public History {
        epochs = List.copyOf(epochs);
    }

    History plus(Epoch epoch) {
        List<Epoch> more = new ArrayList<>(epochs);
        more.add(epoch);
        return new History(more);
    }

    private Set<String> measures() {
        Set<String> names = new LinkedHashSet<>();
        epochs.forEach(e -> names.addAll(e.measures().keySet()));
        return names;
    }

    /** A row per epoch. */
    public Table table() {
        List<String> columns =
                new ArrayList<>(List.of("epoch", "steps", "rate", "loss", "validation loss"));
        columns.addAll(measures());
        columns.add("seconds");
        List<List<String>> rows = new ArrayList<>();
        for (Epoch e : epochs) {
            List<String> row = new ArrayList<>();
            row.add(Integer.toString(e.number()));
            row.add(Long.toString(e.steps()));
            row.add(Numbers.text(e.rate()));
            row.add(Numbers.text(e.loss()));
            row.add(Numbers.text(e.validationLoss()));
            for (String m : measures()) {
                row.add(Numbers.text(e.measures().getOrDefault(m, Double.NaN)));
            }
            row.add(Numbers.text(Math.rint(e.seconds() * 100) / 100));
            rows.add(row);
        }
        return new Table(columns, rows);
    }

    /** Loss, then a chart for each measure, training and validation together. */
    public List<Chart> charts() {
        List<Chart> charts = new ArrayList<>();
        charts.add(chart("loss", Epoch::loss, Epoch::validationLoss));
        for (String m : measures()) {
            if (m.startsWith(VALIDATION)) {
                String plain = m.substring(VALIDATION.length());
                charts.add(
                        chart(
                                plain,
                                e -> e.measures().getOrDefault(plain, Double.NaN),
                                e -> e.measures().getOrDefault(m, Double.NaN)));
            }
        }
        return charts;
    }

    private Chart chart(String name, ToDoubleFunction<Epoch> train, ToDoubleFunction<Epoch> check) {
        double[] x = epochs.stream().mapToDouble(Epoch::number).toArray();
        String title = Character.toUpperCase(name.charAt(0)) + name.substring(1);
        Chart chart = new Chart(title, "epoch", name);
        add(chart, "training", x, epochs.stream().mapToDouble(train).toArray());
        add(chart, "validation", x, epochs.stream().mapToDouble(check).toArray());
        return chart;
    }

    private static void add(Chart chart, String name, double[] x, double[] y) {
        for (double v : y) {
            if (Double.isNaN(v)) continue;
            chart.line(name, x, y);
            return;
        }
    }

    /**
     * Writes history.csv and history.png into a folder, in the place of those of earlier epochs.
     */
    public void write(Path folder) {
        table().write(folder.resolve("history.csv"));
        Chart.write(folder.resolve("history.png"), charts());
    }
}
