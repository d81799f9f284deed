package org.coverslip.words.cohort;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coverslip.RefusedException;
import org.coverslip.evaluate.Bootstrap;
import org.coverslip.evaluate.ConfidenceInterval;
import org.coverslip.evaluate.RocCurve;
import org.tribuo.Example;
import org.tribuo.classification.Label;

/**
 * What histograms of words predict, and which words do: every slide is scored by models that have
 * not seen its patient.
 *
 * @param slides names of those with a label
 * @param positive per slide
 * @param results one per kind of model
 * @param impurity per word, in a forest of all slides; adds up to 1
 * @param permutation per word: by how much the forest's AUC falls when the word's frequencies are
 *     shuffled among slides it has not seen
 */
public record Study(
        List<String> slides,
        boolean[] positive,
        List<Result> results,
        double[] impurity,
        double[] permutation) {

    private static final int SHUFFLES = 20;

    /** A kind of model and how well it does. */
    public record Result(Learner learner, double[] scores, RocCurve roc, ConfidenceInterval auc) {}

    /**
     * @param histograms of all slides; those without a label are left out
     * @throws RefusedException if there are too few slides of a class
     */
    public static Study of(Histograms histograms, Truth truth, long seed) {
        List<Integer> known = new ArrayList<>();
        for (int s = 0; s < histograms.slides().size(); s++)
            if (truth.labels().containsKey(histograms.slides().get(s))) known.add(s);
        double[][] all = histograms.frequencies();
        double[][] x = known.stream().map(s -> all[s]).toArray(double[][]::new);
        List<String> names = known.stream().map(histograms.slides()::get).toList();
        boolean[] positive = new boolean[x.length];
        int positives = 0;
        for (int i = 0; i < x.length; i++) {
            positive[i] = truth.labels().get(names.get(i)).equals(truth.classes().get(1));
            if (positive[i]) positives++;
        }
        if (positives < 2 || x.length - positives < 2) {
            throw new RefusedException(
                    "truth",
                    "of "
                            + histograms.slides().size()
                            + " slides it knows "
                            + positives
                            + " as "
                            + truth.classes().get(1)
                            + " and "
                            + (x.length - positives)
                            + " as "
                            + truth.classes().get(0),
                    "give at least two of each, called as in summary.csv");
        }
        List<String> groups = names.stream().map(truth.groups()::get).toList();
        int[] folds = Folds.of(positive, groups, seed);
        List<Result> results = new ArrayList<>();
        double[] permutation = null;
        for (Learner learner : Learner.values()) {
            Scored scored = Scored.of(learner, x, positive, folds, seed);
            RocCurve roc = RocCurve.of(scored.scores(), positive);
            results.add(
                    new Result(learner, scored.scores(), roc, roc.auc(Bootstrap.DEFAULT, groups)));
            if (learner == Learner.FOREST)
                permutation = permutation(scored, x, positive, folds, roc.auc(), seed);
        }
        Learner.Fitted forest = Learner.FOREST.fit(x, positive, seed);
        List<Example<Label>> seen = new ArrayList<>();
        for (int i = 0; i < x.length; i++) seen.add(forest.seen(x[i], positive[i]));
        double[] impurity = Importances.impurity(forest, seen, histograms.words());
        return new Study(names, positive, results, impurity, permutation);
    }

    /** Models of all folds, and what each says of the slides it has not seen. */
    private record Scored(List<Learner.Fitted> models, double[] scores) {

        static Scored of(
                Learner learner, double[][] x, boolean[] positive, int[] folds, long seed) {
            int count = 0;
            for (int f : folds) count = Math.max(count, f + 1);
            List<Learner.Fitted> models = new ArrayList<>();
            double[] scores = new double[x.length];
            for (int f = 0; f < count; f++) {
                List<Integer> rest = new ArrayList<>();
                for (int i = 0; i < x.length; i++) if (folds[i] != f) rest.add(i);
                double[][] train = rest.stream().map(i -> x[i]).toArray(double[][]::new);
                boolean[] y = new boolean[train.length];
                for (int i = 0; i < y.length; i++) y[i] = positive[rest.get(i)];
                Learner.Fitted model = learner.fit(train, y, seed + f);
                models.add(model);
                for (int i = 0; i < x.length; i++) if (folds[i] == f) scores[i] = model.score(x[i]);
            }
            return new Scored(models, scores);
        }
    }

    private static double[] permutation(
            Scored scored, double[][] x, boolean[] positive, int[] folds, double auc, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] fall = new double[x[0].length];
        for (int w = 0; w < fall.length; w++) {
            for (int round = 0; round < SHUFFLES; round++) {
                int[] order = new int[x.length];
                for (int i = 0; i < order.length; i++) {
                    int j = random.nextInt(i + 1);
                    order[i] = order[j];
                    order[j] = i;
                }
                double[] scores = new double[x.length];
                for (int i = 0; i < x.length; i++) {
                    double[] changed = x[i].clone();
                    changed[w] = x[order[i]][w];
                    scores[i] = scored.models().get(folds[i]).score(changed);
                }
                fall[w] += (auc - RocCurve.of(scores, positive).auc()) / SHUFFLES;
            }
        }
        return fall;
    }

    /** Words from the most to the least important by impurity. */
    public List<Integer> ranking() {
        List<Integer> order = new ArrayList<>();
        for (int w = 0; w < impurity.length; w++) order.add(w);
        order.sort((a, b) -> Double.compare(impurity[b], impurity[a]));
        return order;
    }
}
