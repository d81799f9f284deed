package org.coverslip.words;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.coverslip.report.Chart;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.words.index.Sweep;

/** Writes how the number of words was chosen: choice.csv and choice.png. */
final class ChoiceReport {

    private ChoiceReport() {}

    static void write(Path folder, Sweep sweep) {
        List<List<String>> rows = new ArrayList<>();
        for (Sweep.Point p : sweep.points()) {
            List<String> row = new ArrayList<>(List.of(Integer.toString(p.k())));
            for (double v :
                    new double[] {
                        p.silhouette(),
                        p.simplified(),
                        p.calinskiHarabasz(),
                        p.daviesBouldin(),
                        p.gap(),
                        p.gapError(),
                        p.inertia()
                    }) row.add(Numbers.text(v));
            boolean chosen = p.k() == sweep.suggestion();
            row.add(
                    (chosen ? "silhouette " : "")
                            + (p.k() == sweep.byGap() ? "gap " : "")
                            + (p.k() == sweep.elbow() ? "elbow" : ""));
            rows.add(row);
        }
        new Table(
                        List.of(
                                "words",
                                "silhouette",
                                "simplified silhouette",
                                "calinski harabasz",
                                "davies bouldin",
                                "gap",
                                "gap error",
                                "inertia",
                                "chosen by"),
                        rows)
                .write(folder.resolve("choice.csv"));
        double[] k = values(sweep, Sweep.Point::k);
        Chart silhouette =
                new Chart(
                                "Silhouette (higher is better): " + sweep.suggestion() + " words",
                                "words",
                                "silhouette")
                        .line("silhouette", k, values(sweep, Sweep.Point::silhouette))
                        .line("simplified", k, values(sweep, Sweep.Point::simplified));
        Chart davies =
                new Chart("Davies-Bouldin (lower is better)", "words", "index")
                        .line("", k, values(sweep, Sweep.Point::daviesBouldin));
        Chart gap =
                new Chart("Gap statistic: " + sweep.byGap() + " words", "words", "gap")
                        .line("", k, values(sweep, Sweep.Point::gap));
        Chart inertia =
                new Chart("Inertia, elbow at " + sweep.elbow() + " words", "words", "inertia")
                        .line("", k, values(sweep, Sweep.Point::inertia));
        Chart.write(folder.resolve("choice.png"), List.of(silhouette, davies, gap, inertia));
    }

    private static double[] values(Sweep sweep, ToDoubleFunction<Sweep.Point> value) {
        return sweep.points().stream().mapToDouble(value).toArray();
    }
}
