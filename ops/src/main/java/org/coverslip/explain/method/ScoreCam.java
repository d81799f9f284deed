package org.coverslip.explain.method;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.model.step.TensorBlock;

/**
 * Score-CAM (Wang, Wang, Du, Yang, Zhang, Ding, Mardziel, Hu: Score-CAM: Score-Weighted Visual
 * Explanations for Convolutional Neural Networks, CVPR workshops 2020). No gradients: each channel
 * of the layer, enlarged to the input and stretched to 0..1, is laid over the picture as a mask;
 * the channel's weight is by how much the label's probability is then above that of an empty input
 * ("increase of confidence", equation 5, after the softmax as in section 3.3). One forward pass per
 * channel.
 */
public final class ScoreCam implements Method {

    @Override
    public String word() {
        return "scorecam";
    }

    @Override
    public Needs needs() {
        return Needs.LAYER;
    }

    @Override
    public List<RawHeat> explain(Subject network, List<Question> questions) {
        List<RawHeat> heats = new ArrayList<>();
        TensorBlock last = null;
        FeatureMap map = null;
        double[][] weights = null;
        for (Question question : questions) {
            // NB: labels of one picture share the forward passes; they stand side by side.
            if (question.sample() != last) {
                last = question.sample();
                map = network.features(List.of(last)).get(0);
                weights = weights(network, last, map);
            }
            heats.add(map.weighted(weights[question.label()]));
        }
        return heats;
    }

    /** [label][channel] */
    private static double[][] weights(Subject network, TensorBlock sample, FeatureMap map) {
        Pixels pixels = Pixels.of(sample);
        TensorBlock empty =
                new TensorBlock(new float[sample.data().length], sample.shape(), sample.axes());
        double[] ground = network.probabilities(List.of(empty)).get(0);
        double[][] weights = new double[ground.length][map.channels()];
        List<TensorBlock> masked = new ArrayList<>();
        List<Integer> channels = new ArrayList<>();
        for (int c = 0; c < map.channels(); c++) {
            RawHeat mask = mask(map.channel(c), pixels);
            if (mask != null) {
                masked.add(pixels.masked(sample, mask));
                channels.add(c);
            }
            boolean full = masked.size() == network.batch() || c == map.channels() - 1;
            if (!full || masked.isEmpty()) continue;
            List<double[]> got = network.probabilities(masked);
            for (int i = 0; i < got.size(); i++) {
                for (int label = 0; label < ground.length; label++) {
                    weights[label][channels.get(i)] = got.get(i)[label] - ground[label];
                }
            }
            masked.clear();
            channels.clear();
        }
        return weights;
    }

    /** 0 to 1, or null for a channel that is the same everywhere: it shows no place. */
    private static RawHeat mask(RawHeat channel, Pixels pixels) {
        RawHeat large = channel.resized(pixels.width(), pixels.height());
        float min = Float.POSITIVE_INFINITY;
        float max = Float.NEGATIVE_INFINITY;
        for (float v : large.values()) {
            min = Math.min(min, v);
            max = Math.max(max, v);
        }
        if (!(max > min)) return null;
        float[] mask = new float[large.values().length];
        for (int i = 0; i < mask.length; i++) mask[i] = (large.values()[i] - min) / (max - min);
        return new RawHeat(large.width(), large.height(), mask);
    }
}
