package org.coverslip.words.cohort;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.words.codebook.Codebook;

/**
 * How often each word occurs on each slide.
 *
 * @param slides names
 * @param counts [slide][word]
 */
public record Histograms(List<String> slides, int[][] counts) {

    public Histograms {
        slides = List.copyOf(slides);
    }

    public int words() {
        return counts[0].length;
    }

    /** Part of the slide's patches, adding up to 1 per slide. */
    public double[][] frequencies() {
        double[][] result = new double[counts.length][words()];
        for (int s = 0; s < counts.length; s++) {
            double sum = 0;
            for (int c : counts[s]) sum += c;
            for (int w = 0; w < words() && sum > 0; w++) result[s][w] = counts[s][w] / sum;
        }
        return result;
    }

    /**
     * Frequencies times ln((1 + n) / (1 + d)) + 1, for n slides of which d have the word: what
     * every slide has counts less. As scikit-learn's smooth idf, without its scaling to length 1.
     */
    public double[][] tfIdf() {
        double[][] result = frequencies();
        for (int w = 0; w < words(); w++) {
            int have = 0;
            for (int[] slide : counts) if (slide[w] > 0) have++;
            double idf = Math.log((1.0 + counts.length) / (1 + have)) + 1;
            for (double[] slide : result) slide[w] *= idf;
        }
        return result;
    }

    /** Writes counts.csv, frequencies.csv and tfidf.csv. */
    public void write(Path folder) {
        double[][] whole = new double[counts.length][words()];
        for (int s = 0; s < counts.length; s++)
            for (int w = 0; w < words(); w++) whole[s][w] = counts[s][w];
        write(folder.resolve("counts.csv"), whole);
        write(folder.resolve("frequencies.csv"), frequencies());
        write(folder.resolve("tfidf.csv"), tfIdf());
    }

    private void write(Path file, double[][] values) {
        List<String> columns = new ArrayList<>(List.of("image"));
        for (int w = 0; w < words(); w++) columns.add(Codebook.name(w));
        List<List<String>> rows = new ArrayList<>();
        for (int s = 0; s < values.length; s++) {
            List<String> row = new ArrayList<>(List.of(slides.get(s)));
            for (double v : values[s]) row.add(Numbers.text(v));
            rows.add(row);
        }
        new Table(columns, rows).write(file);
    }
}
