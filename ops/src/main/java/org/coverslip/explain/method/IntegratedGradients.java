package org.coverslip.explain.method;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.model.step.TensorBlock;

/**
 * Integrated gradients on the input (Sundararajan, Taly, Yan: Axiomatic Attribution for Deep
 * Networks, ICML 2017). The gradient is averaged along the straight line from a baseline to the
 * picture and multiplied with their difference; the channels of a pixel are added up. The sum over
 * all pixels is the score of the picture minus that of the baseline.
 *
 * <p>The baseline is 0 in all of the network's input, after preprocessing: black for inputs 0 to 1,
 * mid-grey for -1 to 1, the mean colour for standardised ones.
 */
public final class IntegratedGradients implements Method {

    /** The paper finds 20 to 300 steps enough; the midpoint rule needs the fewest. */
    private static final int STEPS = 32;

    @Override
    public String word() {
        return "integrated";
    }

    @Override
    public Needs needs() {
        return Needs.INPUT_GRADIENT;
    }

    @Override
    public String settings() {
        return STEPS + " steps from an input of 0";
    }

    @Override
    public List<RawHeat> explain(Subject network, List<Question> questions) {
        List<RawHeat> heats = new ArrayList<>();
        for (Question question : questions) heats.add(explain(network, question));
        return heats;
    }

    private static RawHeat explain(Subject network, Question question) {
        TensorBlock sample = question.sample();
        double[] sum = new double[sample.data().length];
        for (int from = 0; from < STEPS; from += network.batch()) {
            List<Question> path = new ArrayList<>();
            for (int step = from; step < Math.min(STEPS, from + network.batch()); step++) {
                path.add(new Question(scaled(sample, (step + 0.5f) / STEPS), question.label()));
            }
            for (float[] gradient : network.inputGradients(path)) {
                for (int i = 0; i < sum.length; i++) sum[i] += gradient[i];
            }
        }
        for (int i = 0; i < sum.length; i++) sum[i] *= sample.data()[i] / (double) STEPS;
        return Pixels.of(sample).sumOfChannels(sum);
    }

    private static TensorBlock scaled(TensorBlock sample, float part) {
        float[] data = sample.data().clone();
        for (int i = 0; i < data.length; i++) data[i] *= part;
        return new TensorBlock(data, sample.shape(), sample.axes());
    }
}
