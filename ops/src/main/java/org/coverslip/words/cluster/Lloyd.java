package org.coverslip.words.cluster;

import java.util.Arrays;
import org.coverslip.RefusedException;

/**
 * Lloyd's iterations from given centres (Lloyd 1982, IEEE Trans. Inf. Theory 28:129), exact but
 * with most distances left out: points are projected once onto the span of the centres, and an
 * iteration looks at those few numbers. Only where the bounds of {@link Candidates} leave two
 * centres or more is the row itself read. When that has cost as much as a projection, or would, the
 * points are projected anew. On 100 000 clustered rows of 1024 numbers and 32 centres, two
 * projections were enough for 16 iterations, and after the second fewer than 1 % of the distances
 * were left.
 */
final class Lloyd {

    private static final int BLOCK = Products.BLOCK;

    /** Pieces of work; fixed, so that sums do not depend on the number of threads. */
    private static final int STRIPES = 16;

    /** Coordinates of all points may take this much memory. */
    private static final long MOST_BYTES = 512L << 20;

    private static final int SAMPLED_BLOCKS = 8;

    private final Rows rows;
    private final int n;
    private final int width;
    private final int k;
    private final Crew crew;
    private final Products products;
    private final int blocks;
    private final int stripes;
    private final int[] labels;
    private final float[] norms;
    private final float[] outside;
    private final float[][][] coordinates;
    private float[] centres;
    private Span span;
    private double spent;
    private Sums sums;

    Lloyd(Rows rows, float[] start, Crew crew, Products products) {
        this.rows = rows;
        this.n = rows.count();
        this.width = rows.width();
        this.k = start.length / width;
        this.centres = start.clone();
        this.crew = crew;
        this.products = products;
        this.blocks = (n + BLOCK - 1) / BLOCK;
        this.stripes = Math.min(STRIPES, blocks);
        this.labels = new int[n];
        this.norms = new float[n];
        this.outside = new float[n];
        this.coordinates = new float[blocks][][];
        this.sums = new Sums(k, width);
        Arrays.fill(labels, -1);
    }

    /**
     * @param most iterations
     * @param tolerance the squared movement of all centres together at which to stop
     * @param after told the number of each iteration that is done
     */
    Clustering run(int most, double tolerance, java.util.function.IntConsumer after) {
        int iteration = 0;
        boolean still = false;
        boolean close = false;
        while (iteration < most && !still && !close) {
            iteration++;
            int changed = assign();
            still = changed == 0;
            if (!still) close = move() <= tolerance;
            after.accept(iteration);
        }
        // NB: labels belong to the centres they are returned with.
        if (!still) assign();
        double inertia = inertia();
        float[][] centroids = new float[k][];
        for (int j = 0; j < k; j++)
            centroids[j] = Arrays.copyOfRange(centres, j * width, (j + 1) * width);
        return new Clustering(centroids, labels, sums.counts(), inertia, iteration, still || close);
    }

    private double move() {
        reseedEmpty();
        float[] moved = sums.means(centres);
        double shift = 0;
        for (int i = 0; i < moved.length; i++) {
            double d = (double) moved[i] - centres[i];
            shift += d * d;
        }
        centres = moved;
        return shift;
    }

    private int assign() {
        boolean project = span == null || spent + estimate() > 1;
        if (project) {
            int most = (int) Math.max(1, Math.min(k, MOST_BYTES / 4 / n));
            span = Span.of(centres, width, most);
            spent = 0;
        }
        Candidates.Centres given = given();
        Products.Product onto = project ? products.with(span.basis(), span.rank(), width) : null;
        Sums[] parts = new Sums[stripes];
        int[] changed = new int[stripes];
        long[] looked = new long[stripes];
        crew.each(
                stripes,
                s -> {
                    Stripe stripe = new Stripe(given, onto);
                    for (int b = first(s); b < first(s + 1); b++) {
                        crew.check();
                        stripe.assign(b);
                    }
                    parts[s] = stripe.part;
                    changed[s] = stripe.changed;
                    looked[s] = stripe.looked;
                });
        for (Sums part : parts) sums.add(part);
        spent += products.singleCost() * Arrays.stream(looked).sum() / ((double) n * k);
        return Arrays.stream(changed).sum();
    }

    private int first(int stripe) {
        return (int) ((long) blocks * stripe / stripes);
    }

    private Candidates.Centres given() {
        float[] at = span.coordinates(centres);
        double[] away = span.outside(centres, at);
        float[] squares = new float[k];
        float[] lengths = new float[k];
        for (int j = 0; j < k; j++) {
            double square = 0;
            for (int t = 0; t < width; t++)
                square += (double) centres[j * width + t] * centres[j * width + t];
            squares[j] = (float) square;
            lengths[j] = (float) (away[j] * (1 + 1e-6));
        }
        return new Candidates.Centres(at, span.rank(), squares, lengths);
    }

    /**
     * What the next iteration would cost in single distances, relative to a projection: about two
     * for each point that is left open.
     */
    private double estimate() {
        Candidates candidates = new Candidates(k);
        Candidates.Centres given = given();
        long open = 0;
        long seen = 0;
        for (int i = 0; i < Math.min(SAMPLED_BLOCKS, blocks); i++) {
            int block = (int) ((long) blocks * i / Math.min(SAMPLED_BLOCKS, blocks));
            int from = block * BLOCK;
            int count = Math.min(BLOCK, n - from);
            candidates.bound(given, coordinates[block], norms, outside, from, count);
            seen += (long) count * k;
            for (int p = 0; p < count; p++) if (!candidates.isDecided(p)) open++;
        }
        return products.singleCost() * 2 * open / seen;
    }

    /** The work on some blocks, one after another. */
    private final class Stripe {

        final Sums part = new Sums(k, width);
        int changed;
        long looked;
        private final Candidates.Centres given;
        private final Products.Product onto;
        private final Candidates candidates = new Candidates(k);
        private final float[] one = new float[width];
        private final float[] block;

        Stripe(Candidates.Centres given, Products.Product onto) {
            this.given = given;
            this.onto = onto;
            this.block = onto == null ? null : new float[BLOCK * width];
        }

        void assign(int index) {
            int from = index * BLOCK;
            int count = Math.min(BLOCK, n - from);
            if (onto != null) project(index, from, count);
            candidates.bound(given, coordinates[index], norms, outside, from, count);
            for (int p = 0; p < count; p++) {
                int before = labels[from + p];
                boolean decided = candidates.isDecided(p);
                int label = candidates.lowest(p, before);
                if (decided && label == before) continue;
                float[] row = block;
                int at = p * width;
                if (block == null) {
                    rows.read(from + p, 1, one);
                    row = one;
                    at = 0;
                }
                if (!decided) label = nearest(row, at, p, norms[from + p], label);
                if (label == before) continue;
                changed++;
                part.add(row, at, label);
                if (before >= 0) part.remove(row, at, before);
                labels[from + p] = label;
            }
        }

        private void project(int index, int from, int count) {
            rows.read(from, count, block);
            float[][] x = coordinates[index];
            if (x == null || x.length != span.rank())
                coordinates[index] = x = new float[span.rank()][BLOCK];
            onto.times(block, count, x);
            for (int p = 0; p < count; p++) {
                double inside = 0;
                for (float[] column : x) inside += (double) column[p] * column[p];
                double square = square(block, p * width);
                if (!(square < Float.MAX_VALUE)) refuse(from + p);
                norms[from + p] = (float) Math.sqrt(square);
                // NB: rounding of the coordinates must not make a point look nearer to the span.
                outside[from + p] = (float) Math.sqrt(Math.max(0, square - inside) + 4e-6 * square);
            }
        }

        private double square(float[] row, int at) {
            return Kernel.square(row, at, width);
        }

        private int nearest(float[] row, int at, int p, float norm, int guess) {
            float square = norm * norm;
            float least = distance(row, at, guess);
            int best = guess;
            float reach = candidates.upper(p);
            for (int j = 0; j < k; j++) {
                float low = candidates.lower(j, p);
                if (j == guess || low > reach || low + square > least * 1.00001f) continue;
                float d = distance(row, at, j);
                if (d < least || d == least && j < best) {
                    least = d;
                    best = j;
                }
            }
            return best;
        }

        private float distance(float[] row, int at, int centre) {
            looked++;
            return Kernel.squaredDistance(row, at, centres, centre * width, width);
        }
    }

    private void refuse(int row) {
        throw new RefusedException(
                "patch " + (row + 1),
                "its features are not finite numbers",
                "use another layer, or a network whose values stay in range");
    }

    /**
     * Gives each centre without rows the row that lies farthest from its own centre, as
     * scikit-learn does.
     */
    private void reseedEmpty() {
        for (int j = 0; j < k; j++) {
            if (sums.count(j) > 0) continue;
            float[] distances = distances();
            int farthest = -1;
            for (int i = 0; i < n; i++) {
                boolean lonely = sums.count(labels[i]) < 2;
                if (!lonely && (farthest < 0 || distances[i] > distances[farthest])) farthest = i;
            }
            if (farthest < 0) return;
            float[] row = new float[width];
            rows.read(farthest, 1, row);
            sums.remove(row, 0, labels[farthest]);
            sums.add(row, 0, j);
            labels[farthest] = j;
        }
    }

    /**
     * Sum of |x - c|^2 as sum of |x|^2 less 2 c.s plus n |c|^2, with the sums that are kept anyway.
     */
    private double inertia() {
        double sum = 0;
        for (float norm : norms) sum += (double) norm * norm;
        return sum + sums.squares(centres);
    }

    /** Squared distance of each row to its centre. */
    private float[] distances() {
        float[] distances = new float[n];
        crew.each(
                stripes,
                s -> {
                    float[] block = new float[BLOCK * width];
                    for (int b = first(s); b < first(s + 1); b++) {
                        crew.check();
                        int from = b * BLOCK;
                        int count = Math.min(BLOCK, n - from);
                        rows.read(from, count, block);
                        for (int p = 0; p < count; p++)
                            distances[from + p] =
                                    Kernel.squaredDistance(
                                            block,
                                            p * width,
                                            centres,
                                            labels[from + p] * width,
                                            width);
                    }
                });
        return distances;
    }
}
