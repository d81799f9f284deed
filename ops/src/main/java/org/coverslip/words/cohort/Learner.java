package org.coverslip.words.cohort;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.dtree.impurity.GiniIndex;
import org.tribuo.classification.ensemble.VotingCombiner;
import org.tribuo.classification.liblinear.LibLinearClassificationTrainer;
import org.tribuo.classification.liblinear.LinearClassificationType;
import org.tribuo.common.tree.RandomForestTrainer;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;

/** Something that learns to tell two classes of slides by their histograms. */
public enum Learner {
    /**
     * Random forest of 500 trees, the square root of the words tried at each split (Breiman 2001).
     */
    FOREST("random forest"),
    /** Linear support vector machine, C = 1, on frequencies brought to deviation 1. */
    SVM("linear SVM");

    /**
     * NB: it tells of every tree on stderr; kept here, since loggers that nobody holds are lost.
     */
    private static final Logger QUIET = Logger.getLogger("org.tribuo");

    private static final LabelFactory FACTORY = new LabelFactory();
    private static final String POSITIVE = "1";
    private static final int TREES = 500;
    private static final int DEPTH = 12;

    private final String text;

    Learner(String text) {
        this.text = text;
    }

    /** A learned model; higher scores are more positive. */
    public final class Fitted {

        private final Model<Label> model;
        private final double[] mean;
        private final double[] factor;

        private Fitted(Model<Label> model, double[] mean, double[] factor) {
            this.model = model;
            this.mean = mean;
            this.factor = factor;
        }

        public double score(double[] histogram) {
            var prediction = model.predict(example(scaled(histogram, mean, factor), false));
            Label positive = prediction.getOutputScores().get(POSITIVE);
            return positive == null ? 0 : positive.getScore();
        }

        /** As the model sees a slide. */
        Example<Label> seen(double[] histogram, boolean positive) {
            return example(scaled(histogram, mean, factor), positive);
        }

        Model<Label> model() {
            return model;
        }
    }

    /**
     * @param histograms [slide][word]
     * @param positive per slide
     */
    public Fitted fit(double[][] histograms, boolean[] positive, long seed) {
        int words = histograms[0].length;
        double[] mean = new double[words];
        double[] factor = new double[words];
        for (int w = 0; w < words; w++) {
            double square = 0;
            for (double[] h : histograms) mean[w] += h[w] / histograms.length;
            for (double[] h : histograms) square += (h[w] - mean[w]) * (h[w] - mean[w]);
            factor[w] = square > 0 ? Math.sqrt(histograms.length / square) : 0;
        }
        if (QUIET.getLevel() == null) QUIET.setLevel(Level.WARNING);
        var source = new SimpleDataSourceProvenance("histograms", FACTORY);
        MutableDataset<Label> data = new MutableDataset<>(source, FACTORY);
        for (int s = 0; s < histograms.length; s++)
            data.add(example(scaled(histograms[s], mean, factor), positive[s]));
        return new Fitted(trainer(words, seed).train(data), mean, factor);
    }

    private static double[] scaled(double[] histogram, double[] mean, double[] factor) {
        double[] scaled = new double[histogram.length];
        for (int w = 0; w < scaled.length; w++) scaled[w] = (histogram[w] - mean[w]) * factor[w];
        return scaled;
    }

    private Trainer<Label> trainer(int words, long seed) {
        if (this == SVM) {
            return new LibLinearClassificationTrainer(
                    new LinearClassificationType(
                            LinearClassificationType.LinearType.L2R_L2LOSS_SVC_DUAL),
                    1,
                    1000,
                    0.01);
        }
        float part = (float) Math.max(Math.sqrt(words) / words, 1.0 / words);
        return new RandomForestTrainer<>(
                new CARTClassificationTrainer(DEPTH, 1, 0, part, new GiniIndex(), seed),
                new VotingCombiner(),
                TREES,
                seed);
    }

    private static Example<Label> example(double[] values, boolean positive) {
        String[] names = new String[values.length];
        for (int w = 0; w < names.length; w++) names[w] = feature(w);
        return new ArrayExample<>(new Label(positive ? POSITIVE : "0"), names, values);
    }

    /** NB: Tribuo numbers features by the order of their names. */
    static String feature(int word) {
        return String.format(java.util.Locale.ROOT, "w%06d", word);
    }

    @Override
    public String toString() {
        return text;
    }
}
