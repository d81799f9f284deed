package org.coverslip.explain.method;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.model.step.TensorBlock;

/**
 * Occlusion (Zeiler, Fergus: Visualizing and Understanding Convolutional Networks, ECCV 2014,
 * section 4.2). No gradients, no layers: a square of the picture's mean colour is moved over it,
 * and a place's heat is by how much the label loses when the place is covered, the mean over all
 * squares that cover it. The loss is measured in log odds, {@code ln(p / (1 - p))}, because a
 * probability near 1 hardly moves. The square is a sixth of the shorter side and moves by half of
 * itself.
 */
public final class Occlusion implements Method {

    private static final int SQUARES_PER_SIDE = 6;

    /** Probabilities in float32 cannot come closer to 0 or 1 than about this. */
    private static final double CLOSEST = 6e-8;

    @Override
    public String word() {
        return "occlusion";
    }

    @Override
    public Needs needs() {
        return Needs.OUTPUT;
    }

    @Override
    public String settings() {
        return "square of 1/" + SQUARES_PER_SIDE + " of the side, mean colour, log odds";
    }

    @Override
    public List<RawHeat> explain(Subject network, List<Question> questions) {
        List<RawHeat> heats = new ArrayList<>();
        TensorBlock last = null;
        double[][] losses = null;
        for (Question question : questions) {
            if (question.sample() != last) {
                last = question.sample();
                losses = losses(network, last);
            }
            Pixels pixels = Pixels.of(last);
            float[] heat = new float[pixels.width() * pixels.height()];
            double[] loss = losses[question.label()];
            for (int i = 0; i < heat.length; i++) heat[i] = (float) loss[i];
            heats.add(new RawHeat(pixels.width(), pixels.height(), heat));
        }
        return heats;
    }

    private record Square(int x, int y) {}

    /** [label][pixel] */
    private static double[][] losses(Subject network, TensorBlock sample) {
        Pixels pixels = Pixels.of(sample);
        float[] fill = pixels.means(sample);
        int side = Math.max(1, Math.min(pixels.width(), pixels.height()) / SQUARES_PER_SIDE);
        int step = Math.max(1, side / 2);
        List<Square> squares = new ArrayList<>();
        for (int y = step - side; y < pixels.height(); y += step) {
            for (int x = step - side; x < pixels.width(); x += step) squares.add(new Square(x, y));
        }
        double[] whole = logOdds(network.probabilities(List.of(sample)).get(0));
        double[][] losses = new double[whole.length][pixels.width() * pixels.height()];
        int[] covers = new int[losses[0].length];
        for (int from = 0; from < squares.size(); from += network.batch()) {
            List<Square> some =
                    squares.subList(from, Math.min(squares.size(), from + network.batch()));
            List<double[]> got =
                    network.probabilities(
                            some.stream()
                                    .map(s -> pixels.covered(sample, s.x, s.y, side, fill))
                                    .toList());
            for (int i = 0; i < some.size(); i++) {
                double[] odds = logOdds(got.get(i));
                Square s = some.get(i);
                for (int y = Math.max(0, s.y); y < Math.min(pixels.height(), s.y + side); y++) {
                    for (int x = Math.max(0, s.x); x < Math.min(pixels.width(), s.x + side); x++) {
                        int at = y * pixels.width() + x;
                        covers[at]++;
                        for (int l = 0; l < whole.length; l++) losses[l][at] += whole[l] - odds[l];
                    }
                }
            }
        }
        for (double[] loss : losses) {
            for (int i = 0; i < loss.length; i++) loss[i] /= covers[i];
        }
        return losses;
    }

    private static double[] logOdds(double[] probabilities) {
        double[] odds = new double[probabilities.length];
        for (int i = 0; i < odds.length; i++) {
            double p = Math.max(CLOSEST, Math.min(1 - CLOSEST, probabilities[i]));
            odds[i] = Math.log(p / (1 - p));
        }
        return odds;
    }
}
