package org.coverslip.words.index;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;
import org.coverslip.words.cluster.Clustering;
import org.coverslip.words.cluster.Crew;
import org.coverslip.words.cluster.KMeans;
import org.coverslip.words.cluster.Products;
import org.coverslip.words.cluster.Rows;

/**
 * Every number of words from a smallest to a largest, each judged in several ways.
 *
 * @param points one per k, in order
 * @param suggestion the k with the highest silhouette, the smaller one of equals
 * @param elbow the k where the inertia bends: farthest below the line from its first to its last
 *     point, both axes scaled to 1 (Satopaa et al. 2011)
 * @param byGap the k that the gap statistic chooses
 */
public record Sweep(List<Point> points, int suggestion, int elbow, int byGap) {

    /** One number of words. */
    public record Point(
            int k,
            double inertia,
            double silhouette,
            double simplified,
            double calinskiHarabasz,
            double daviesBouldin,
            double gap,
            double gapError) {}

    /**
     * @param rows a sample in memory; five thousand take seconds
     * @param from smallest k, at least 2
     * @param to largest k, made smaller where there are fewer rows
     */
    public static Sweep of(
            Rows rows, int from, int to, long seed, Products products, Progress progress) {
        int last = Math.min(to, rows.count() - 1);
        if (last < from) {
            throw new RefusedException(
                    "patches",
                    "there are only " + rows.count() + ", too few to choose a number of words",
                    "give more images or say words=<number>");
        }
        List<int[]> labelings = new ArrayList<>();
        List<Clustering> clusterings = new ArrayList<>();
        for (int k = from; k <= last; k++) {
            progress.update(k - from, last - from + 1L, "numbers of words");
            Clustering c =
                    KMeans.of(k)
                            .seed(seed)
                            .starts(3)
                            .products(products)
                            .progress(new Quiet(progress))
                            .cluster(rows);
            clusterings.add(c);
            labelings.add(c.labels());
        }
        double[] silhouettes;
        Scatter[] scatters = new Scatter[labelings.size()];
        try (Crew crew = new Crew(0, progress)) {
            silhouettes = Silhouette.means(rows, labelings, products, crew);
            crew.each(
                    scatters.length,
                    i -> {
                        crew.check();
                        scatters[i] = Scatter.of(rows, labelings.get(i), clusterings.get(i).k());
                    });
        }
        Gap gap = Gap.of(rows, from, last, seed, progress);
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < scatters.length; i++) {
            points.add(
                    new Point(
                            from + i,
                            clusterings.get(i).inertia(),
                            silhouettes[i],
                            scatters[i].simplified(),
                            scatters[i].calinskiHarabasz(),
                            scatters[i].daviesBouldin(),
                            gap.values()[i],
                            gap.errors()[i]));
        }
        int best = 0;
        for (int i = 1; i < silhouettes.length; i++)
            if (silhouettes[i] > silhouettes[best]) best = i;
        return new Sweep(List.copyOf(points), from + best, elbow(points), from + gap.choice());
    }

    private static int elbow(List<Point> points) {
        int last = points.size() - 1;
        double high = points.get(0).inertia();
        double low = points.get(last).inertia();
        int best = 0;
        double farthest = -1;
        for (int i = 0; i <= last; i++) {
            double x = last == 0 ? 0 : i / (double) last;
            double y = high == low ? 0 : (points.get(i).inertia() - low) / (high - low);
            if (1 - x - y > farthest) {
                farthest = 1 - x - y;
                best = i;
            }
        }
        return points.get(best).k();
    }

    /** Passes only the wish to stop on: iterations within a sweep are nobody's progress. */
    private record Quiet(Progress outer) implements Progress {
        @Override
        public void update(long done, long total, String unit) {}

        @Override
        public boolean isCanceled() {
            return outer.isCanceled();
        }
    }
}
