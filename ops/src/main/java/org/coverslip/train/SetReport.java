package org.coverslip.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.coverslip.report.Chart;
import org.coverslip.report.Table;
import org.coverslip.train.data.Example;
import org.coverslip.train.data.Frequencies;
import org.coverslip.train.prepare.Prepared;
import org.coverslip.train.split.Part;

/** What is learned from and checked on, as a table and as bars. */
final class SetReport {

    private final List<String> labels;
    private final Prepared prepared;

    SetReport(List<String> labels, Prepared prepared) {
        this.labels = labels;
        this.prepared = prepared;
    }

    /** Writes split.csv and classes.png. */
    void write(Path folder) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < prepared.parts().length; i++) {
            if (prepared.parts()[i] == null) continue;
            Example e = prepared.examples().get(i);
            String truth = e.labels().stream().map(labels::get).collect(Collectors.joining("|"));
            rows.add(List.of(e.name(), truth, e.group(), prepared.parts()[i].toString()));
        }
        // NB: these are the columns that labels= reads, so that a split can be used again.
        new Table(List.of("file", "label", "group", "split"), rows)
                .write(folder.resolve("split.csv"));
        Chart chart = new Chart("Examples per class", "", "examples");
        counts().forEach(
                        (part, counts) ->
                                chart.bars(
                                        part,
                                        labels,
                                        counts.values().stream().mapToDouble(n -> n).toArray()));
        chart.write(folder.resolve("classes.png"));
    }

    /** Examples of each class, by part. */
    Map<String, Map<String, Integer>> counts() {
        Map<String, Map<String, Integer>> byPart = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            List<Example> own = prepared.examples(part);
            if (own.isEmpty()) continue;
            int[] counts = Frequencies.of(own, labels.size()).counts();
            Map<String, Integer> byClass = new LinkedHashMap<>();
            for (int c = 0; c < counts.length; c++) byClass.put(labels.get(c), counts[c]);
            byPart.put(part.toString(), byClass);
        }
        return byPart;
    }

    /** Patients or slides, by part. */
    Map<String, Integer> groups() {
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (Part part : Part.values()) {
            Set<String> own = new LinkedHashSet<>();
            prepared.examples(part).forEach(e -> own.add(e.group()));
            if (!own.isEmpty()) groups.put(part.toString(), own.size());
        }
        return groups;
    }
}
