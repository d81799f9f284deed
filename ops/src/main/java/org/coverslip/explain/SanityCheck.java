package org.coverslip.explain;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import org.coverslip.RefusedException;
import org.coverslip.explain.method.Question;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.report.Table;

/**
 * Whether the maps depend on what the network has learned: cascading randomisation (Adebayo,
 * Gilmer, Muelly, Goodfellow, Hardt, Kim: Sanity Checks for Saliency Maps, NeurIPS 2018). From the
 * output back to the input, one layer after the other gets random weights; the same pictures are
 * explained for the same labels each time, and the maps' rank correlation with the true ones is
 * written down. A correlation that stays high says that the method draws the picture and not the
 * network.
 */
final class SanityCheck {

    /** Pictures that are looked at: each costs an explanation per step. */
    static final int PICTURES = 8;

    /** Steps of the cascade at most; of more layers, several are randomised in one step. */
    private static final int STEPS = 12;

    private static final long SEED = 1;

    private final Explainer explainer;
    private final int most;
    private final List<Case> cases = new ArrayList<>();

    /** A picture and the question about it. */
    private record Case(Question question, BufferedImage picture, RawHeat heat) {}

    /**
     * One step of the cascade.
     *
     * @param layer the last one that was randomised, counted from the output
     * @param layers how many were
     * @param heats one per case
     * @param signed mean rank correlation with the true maps
     * @param absolute likewise of the maps without their signs
     */
    record Step(String layer, int layers, List<RawHeat> heats, double signed, double absolute) {}

    /**
     * @param pictures that are looked at; 0: no check
     */
    SanityCheck(Explainer explainer, int pictures) {
        this.explainer = explainer;
        this.most = pictures;
    }

    /** Whether there are enough pictures. */
    boolean isFull() {
        return cases.size() >= most;
    }

    /**
     * Remembers an explanation to check.
     *
     * @param picture at most {@link Gallery#SIDE} pixels
     * @param heat what was found with the true weights
     */
    void add(Question question, BufferedImage picture, RawHeat heat) {
        if (!isFull()) cases.add(new Case(question, picture, heat));
    }

    /**
     * Does it and writes sanity.csv and sanity.png.
     *
     * @return one sentence that says what was found; empty if there was nothing to check
     * @throws RefusedException if the network's weights cannot be replaced
     * @throws CancellationException if the user stopped it
     */
    String run(ModelBundle model, Network network, Path folder, HeatLook look, Progress progress) {
        if (cases.isEmpty()) return "";
        List<String> layers = network.weightedLayers();
        if (layers.isEmpty()) {
            throw new RefusedException(
                    model.name(),
                    "it has no weights that could be made random",
                    "leave sanity=true out");
        }
        int count = Math.min(STEPS, layers.size());
        List<Step> steps = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            progress.update(i - 1, count, "steps of the sanity check");
            if (progress.isCanceled()) throw new CancellationException();
            // NB: a rounded share of the index, so that the last step has all layers.
            int top = (int) Math.round((double) i * layers.size() / count);
            List<String> random = layers.subList(layers.size() - top, layers.size());
            try (Network other = network.withRandomWeights(random, SEED)) {
                steps.add(step(model, other, random, progress));
            }
        }
        write(steps, folder.resolve("sanity.csv"));
        SanityPicture picture = new SanityPicture(look, explainer.method().word(), steps);
        for (int c = 0; c < cases.size(); c++) {
            Case one = cases.get(c);
            picture.add(one.picture(), one.heat(), c);
        }
        picture.write(folder.resolve("sanity.png"));
        return sentence(steps.get(steps.size() - 1));
    }

    private Step step(ModelBundle model, Network random, List<String> layers, Progress progress) {
        String layer = explainer.method().needs().layer() ? explainer.layer() : "";
        List<RawHeat> heats;
        try (Explainer other =
                Explainer.open(
                        model,
                        random,
                        explainer.method(),
                        layer,
                        explainer.subject().batch(),
                        progress::isCanceled)) {
            heats = other.explain(cases.stream().map(Case::question).toList());
        }
        double signed = 0;
        double absolute = 0;
        for (int c = 0; c < cases.size(); c++) {
            float[] before = cases.get(c).heat().values();
            float[] after = heats.get(c).values();
            signed += correlation(before, after);
            absolute += correlation(magnitudes(before), magnitudes(after));
        }
        return new Step(
                layers.get(0),
                layers.size(),
                heats,
                signed / cases.size(),
                absolute / cases.size());
    }

    /** NB: a map that is the same everywhere has no ranks; it says nothing of the true one. */
    private static double correlation(float[] a, float[] b) {
        double r = SpearmanCorrelation.of(a, b);
        return Double.isNaN(r) ? 0 : r;
    }

    private static float[] magnitudes(float[] values) {
        float[] out = new float[values.length];
        for (int i = 0; i < out.length; i++) out[i] = Math.abs(values[i]);
        return out;
    }

    private void write(List<Step> steps, Path file) {
        List<List<String>> rows = new ArrayList<>();
        for (Step s : steps) {
            rows.add(
                    List.of(
                            s.layer(),
                            Integer.toString(s.layers()),
                            Numbers.text(s.signed()),
                            Numbers.text(s.absolute()),
                            Integer.toString(cases.size())));
        }
        new Table(
                        List.of(
                                "random_down_to",
                                "random_layers",
                                "rank_correlation",
                                "rank_correlation_of_magnitudes",
                                "pictures"),
                        rows)
                .write(file);
    }

    private String sentence(Step last) {
        return String.format(
                Locale.ROOT,
                "sanity check: with all weights random, the maps' rank correlation with the true"
                        + " ones is %.2f (mean of %d pictures): %s",
                last.signed(),
                cases.size(),
                Math.abs(last.signed()) < 0.5
                        ? "they depend on what the network has learned"
                        : "they hardly depend on what the network has learned, do not trust them");
    }
}
