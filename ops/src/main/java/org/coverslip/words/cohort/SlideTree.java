package org.coverslip.words.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.report.Numbers;

/**
 * Slides joined by likeness, the most alike first (average linkage, Sokal and Michener 1958).
 *
 * @param name of a slide; empty at a joint
 * @param parts empty for a slide, two at a joint
 * @param height distance at which the parts were joined
 * @param size slides below
 */
public record SlideTree(Optional<String> name, List<SlideTree> parts, double height, int size) {

    /**
     * @param distances [slide][slide]
     */
    public static SlideTree of(List<String> names, double[][] distances) {
        List<SlideTree> open = new ArrayList<>();
        for (String name : names) open.add(new SlideTree(Optional.of(name), List.of(), 0, 1));
        double[][] d = new double[distances.length][];
        for (int i = 0; i < d.length; i++) d[i] = distances[i].clone();
        boolean[] gone = new boolean[d.length];
        for (int step = 1; step < d.length; step++) {
            int a = -1;
            int b = -1;
            for (int i = 0; i < d.length; i++) {
                for (int j = 0; j < i; j++) {
                    if (gone[i] || gone[j]) continue;
                    if (a < 0 || d[i][j] < d[a][b]) {
                        a = i;
                        b = j;
                    }
                }
            }
            join(open, d, gone, b, a);
        }
        for (int i = 0; i < d.length; i++) if (!gone[i]) return open.get(i);
        throw new IllegalArgumentException("no slides");
    }

    private static void join(
            List<SlideTree> open, double[][] d, boolean[] gone, int keep, int drop) {
        SlideTree first = open.get(keep);
        SlideTree second = open.get(drop);
        double height = d[keep][drop];
        int size = first.size() + second.size();
        for (int i = 0; i < d.length; i++) {
            double mean = (d[keep][i] * first.size() + d[drop][i] * second.size()) / size;
            d[keep][i] = d[i][keep] = mean;
        }
        gone[drop] = true;
        open.set(keep, new SlideTree(Optional.empty(), List.of(first, second), height, size));
    }

    /** Newick notation, which programs for phylogenetic trees read. */
    public String newick() {
        return text(height) + ";";
    }

    private String text(double above) {
        String length = ":" + Numbers.text((above - height) / 2);
        if (name.isPresent()) return "'" + name.get().replace("'", "''") + "'" + length;
        return "(" + parts.get(0).text(height) + "," + parts.get(1).text(height) + ")" + length;
    }

    /** The slides in the order in which the tree shows them. */
    public List<String> order() {
        if (name.isPresent()) return List.of(name.get());
        List<String> names = new ArrayList<>(parts.get(0).order());
        names.addAll(parts.get(1).order());
        return names;
    }
}
