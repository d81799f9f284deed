package org.coverslip.explain.method;

import java.util.List;

/**
 * Grad-CAM (Selvaraju, Cogswell, Das, Vedantam, Parikh, Batra: Grad-CAM: Visual Explanations from
 * Deep Networks via Gradient-based Localization, ICCV 2017). A channel's weight is the mean of the
 * score's gradient over all places; a place's heat is the weighted sum of its channels. The score
 * is taken before the softmax or sigmoid.
 */
public final class GradCam implements Method {

    @Override
    public String word() {
        return "gradcam";
    }

    @Override
    public Needs needs() {
        return Needs.LAYER_GRADIENT;
    }

    @Override
    public List<RawHeat> explain(Subject network, List<Question> questions) {
        return network.gradients(questions, GradCam::heat);
    }

    private static RawHeat heat(FeatureMap map) {
        double[] weights = new double[map.channels()];
        float[] gradient = map.gradient();
        for (int i = 0; i < gradient.length; ) {
            for (int c = 0; c < weights.length; c++) weights[c] += gradient[i++];
        }
        for (int c = 0; c < weights.length; c++) weights[c] /= map.places();
        return map.weighted(weights);
    }
}
