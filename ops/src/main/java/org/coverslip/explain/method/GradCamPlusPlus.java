package org.coverslip.explain.method;

import java.util.List;

/**
 * Grad-CAM++ (Chattopadhyay, Sarkar, Howlader, Balasubramanian: Grad-CAM++: Generalized
 * Gradient-based Visual Explanations for Deep Convolutional Networks, WACV 2018), which finds
 * several objects of a class better. With g the gradient of the score S and Y = exp(S), equations
 * 5, 10 and 19 become in closed form
 *
 * <pre>
 *   alpha_ij = g_ij^2 / (2 g_ij^2 + sum_ab(A_ab) g_ij^3)
 *   w = sum_ij alpha_ij relu(g_ij)
 * </pre>
 *
 * for each channel A. The factor exp(S) of the derivatives of Y is the same for all channels and
 * may be beyond every float; it is left out.
 */
public final class GradCamPlusPlus implements Method {

    @Override
    public String word() {
        return "gradcam++";
    }

    @Override
    public Needs needs() {
        return Needs.LAYER_GRADIENT;
    }

    @Override
    public List<RawHeat> explain(Subject network, List<Question> questions) {
        return network.gradients(questions, GradCamPlusPlus::heat);
    }

    private static RawHeat heat(FeatureMap map) {
        int channels = map.channels();
        double[] sums = new double[channels];
        float[] values = map.values();
        for (int i = 0; i < values.length; ) {
            for (int c = 0; c < channels; c++) sums[c] += values[i++];
        }
        double[] weights = new double[channels];
        float[] gradient = map.gradient();
        for (int i = 0; i < gradient.length; ) {
            for (int c = 0; c < channels; c++) {
                double g = gradient[i++];
                double below = 2 + sums[c] * g;
                // NB: numerator and denominator are divided by g^2, so that a small gradient does
                // not underflow; without a gradient, alpha is 0 as in the authors' program.
                if (g > 0 && below != 0) weights[c] += g / below;
            }
        }
        return map.weighted(weights);
    }
}
