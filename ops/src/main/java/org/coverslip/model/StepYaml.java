package org.coverslip.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.coverslip.model.step.Binarize;
import org.coverslip.model.step.Clip;
import org.coverslip.model.step.Deconvolve;
import org.coverslip.model.step.EnsureType;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ReverseChannels;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.model.step.ScaleMeanVariance;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.model.step.Softmax;
import org.coverslip.model.step.StainNormalize;
import org.coverslip.model.step.Standardize;
import org.coverslip.model.step.Step;

/**
 * Steps as bioimage.io 0.5 writes them.
 *
 * @param tensorId from a tensor's name in the signature to its id in the description
 */
record StepYaml(UnaryOperator<String> tensorId) {

    /** All steps but those that bioimage.io does not have. */
    List<Map<String, Object>> write(List<Step> steps) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (Step step : steps) {
            if (isOwn(step)) continue;
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", step.id());
            Map<String, Object> arguments = arguments(step);
            if (!arguments.isEmpty()) map.put("kwargs", arguments);
            out.add(map);
        }
        return out;
    }

    /** Places of {@link ReverseChannels} among the steps. */
    static List<Integer> reversals(List<Step> steps) {
        List<Integer> places = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof ReverseChannels) places.add(i);
        }
        return places;
    }

    private static boolean isOwn(Step step) {
        return step instanceof ReverseChannels
                || step instanceof StainNormalize
                || step instanceof Deconvolve;
    }

    /** Stain steps with their places among all steps. */
    static List<Map<String, Object>> stains(List<Step> steps) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("at", i);
            if (steps.get(i) instanceof StainNormalize s) {
                map.put("method", s.method().toString());
                map.put("target", s.target());
                out.add(map);
            } else if (steps.get(i) instanceof Deconvolve) {
                map.put("method", "deconvolution");
                out.add(map);
            }
        }
        return out;
    }

    /** Id of an axis in bioimage.io 0.5. */
    static String axisId(char letter) {
        return switch (letter) {
            case 'b' -> "batch";
            case 'c' -> "channel";
            case 'i' -> "index";
            case 't' -> "time";
            default -> String.valueOf(letter);
        };
    }

    private Map<String, Object> arguments(Step step) {
        Map<String, Object> out = new LinkedHashMap<>();
        if (step instanceof Binarize s) {
            out.put("threshold", oneOrMany(s.threshold()));
            axis(out, s.axis());
        } else if (step instanceof Clip s) {
            bound(out, "min", s.min());
            bound(out, "max", s.max());
            axes(out, s.axes());
        } else if (step instanceof EnsureType s) {
            out.put("dtype", s.type().name().toLowerCase(Locale.ROOT));
        } else if (step instanceof FixedStandardize s) {
            out.put("mean", oneOrMany(s.mean()));
            out.put("std", oneOrMany(s.std()));
            axis(out, s.axis());
        } else if (step instanceof ScaleLinear s) {
            out.put("gain", oneOrMany(s.gain()));
            out.put("offset", oneOrMany(s.offset()));
            axis(out, s.axis());
        } else if (step instanceof Standardize s) {
            axes(out, s.axes());
            out.put("eps", s.eps());
        } else if (step instanceof ScaleRange s) {
            out.put("min_percentile", s.minPercentile());
            out.put("max_percentile", s.maxPercentile());
            axes(out, s.axes());
            out.put("eps", s.eps());
            s.reference().ifPresent(r -> out.put("reference_tensor", tensorId.apply(r)));
        } else if (step instanceof ScaleMeanVariance s) {
            out.put("reference_tensor", tensorId.apply(s.reference()));
            axes(out, s.axes());
            out.put("eps", s.eps());
        } else if (step instanceof Softmax s) {
            out.put("axis", axisId(s.axis()));
        }
        return out;
    }

    private static Object oneOrMany(List<Double> values) {
        return values.size() == 1 ? values.get(0) : values;
    }

    private static void axis(Map<String, Object> out, Optional<Character> axis) {
        axis.ifPresent(a -> out.put("axis", axisId(a)));
    }

    private static void axes(Map<String, Object> out, Reduction over) {
        over.axes()
                .ifPresent(
                        letters ->
                                out.put(
                                        "axes",
                                        letters.chars().mapToObj(c -> axisId((char) c)).toList()));
    }

    private static void bound(Map<String, Object> out, String key, Optional<Clip.Bound> bound) {
        bound.ifPresent(b -> out.put(b.percentile() ? key + "_percentile" : key, b.number()));
    }
}
