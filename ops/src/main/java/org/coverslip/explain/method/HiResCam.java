package org.coverslip.explain.method;

import java.util.List;

/**
 * HiResCAM (Draelos, Carin: Use HiResCAM instead of Grad-CAM for faithful explanations of
 * convolutional neural networks, arXiv 2011.08891). A place's heat is the sum of its values, each
 * multiplied with its own gradient: for networks that end in one dense layer after the map, exactly
 * what the place adds to the score.
 */
public final class HiResCam implements Method {

    @Override
    public String word() {
        return "hirescam";
    }

    @Override
    public Needs needs() {
        return Needs.LAYER_GRADIENT;
    }

    @Override
    public List<RawHeat> explain(Subject network, List<Question> questions) {
        return network.gradients(questions, HiResCam::heat);
    }

    private static RawHeat heat(FeatureMap map) {
        float[] heat = new float[map.places()];
        for (int i = 0, at = 0; i < heat.length; i++) {
            double sum = 0;
            for (int c = 0; c < map.channels(); c++, at++) {
                sum += (double) map.gradient()[at] * map.values()[at];
            }
            heat[i] = (float) sum;
        }
        return new RawHeat(map.width(), map.height(), heat);
    }
}
