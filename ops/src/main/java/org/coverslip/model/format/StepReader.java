package org.coverslip.model.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.coverslip.RefusedException;
import org.coverslip.model.step.Binarize;
import org.coverslip.model.step.Clip;
import org.coverslip.model.step.EnsureType;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.model.step.ScaleMeanVariance;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.model.step.Sigmoid;
import org.coverslip.model.step.Softmax;
import org.coverslip.model.step.Standardize;
import org.coverslip.model.step.Step;

/**
 * Reads the pre- and postprocessing of bioimage.io 0.3, 0.4 ({@code name}, axes as letters, {@code
 * mode}) and 0.5 ({@code id}, axes as names).
 */
final class StepReader {

    private final boolean letters;
    private final String axes;
    private final Map<String, Character> axisNames;
    private final UnaryOperator<String> tensorName;

    private StepReader(
            boolean letters,
            String axes,
            Map<String, Character> axisNames,
            UnaryOperator<String> tensorName) {
        this.letters = letters;
        this.axes = axes;
        this.axisNames = axisNames;
        this.tensorName = tensorName;
    }

    /**
     * For a tensor of bioimage.io 0.3 or 0.4.
     *
     * @param axes the tensor's letters
     * @param tensorName from a name in the description to that in the signature
     */
    static StepReader letters(String axes, UnaryOperator<String> tensorName) {
        Map<String, Character> names = new HashMap<>();
        for (char c : axes.toCharArray()) names.put(String.valueOf(c), c);
        return new StepReader(true, axes, names, tensorName);
    }

    /**
     * For a tensor of bioimage.io 0.5.
     *
     * @param axisNames from the ids of the tensor's axes to their letters
     * @param tensorName from an id in the description to the name in the signature
     */
    static StepReader names(Map<String, Character> axisNames, UnaryOperator<String> tensorName) {
        return new StepReader(false, "", axisNames, tensorName);
    }

    List<Step> read(List<Fields> operations) {
        List<Step> steps = new ArrayList<>();
        for (Fields operation : operations) steps.add(read(operation));
        return steps;
    }

    private Step read(Fields operation) {
        String key = letters ? "name" : "id";
        String name = operation.requireText(key);
        Fields args = operation.child("kwargs");
        try {
            return switch (name) {
                case "binarize" -> new Binarize(required(args, "threshold"), axis(args));
                case "clip" -> clip(args);
                case "scale_linear" -> scaleLinear(args);
                case "sigmoid" -> new Sigmoid();
                case "softmax" -> softmax(args);
                case "ensure_dtype" -> new EnsureType(ElementTypes.read(args, "dtype"));
                case "fixed_zero_mean_unit_variance" -> fixed(args, axis(args), 0);
                case "zero_mean_unit_variance" -> standardize(args);
                case "scale_range" ->
                        new ScaleRange(
                                args.number("min_percentile").orElse(0.0),
                                args.number("max_percentile").orElse(100.0),
                                reduction(args),
                                args.eps("eps", 1e-6),
                                args.text("reference_tensor").map(tensorName));
                case "scale_mean_variance" ->
                        new ScaleMeanVariance(
                                tensorName.apply(args.requireText("reference_tensor")),
                                reduction(args),
                                args.eps("eps", 1e-6));
                default -> throw operation.refused(key, "an operation of bioimage.io");
            };
        } catch (IllegalArgumentException e) {
            throw new RefusedException(
                    args.file(),
                    "operation " + name + " has impossible values (" + e.getMessage() + ")",
                    "correct them",
                    e);
        }
    }

    private static List<Double> required(Fields args, String key) {
        List<Double> values = args.numbers(key);
        if (values.isEmpty()) throw args.refused(key, "a number or a list of numbers");
        return values;
    }

    private Clip clip(Fields args) {
        Optional<Clip.Bound> min = bound(args, "min");
        Optional<Clip.Bound> max = bound(args, "max");
        if (min.isEmpty() && max.isEmpty()) throw args.refused("min", "a number");
        boolean percentiles =
                args.has("min_percentile") || args.has("max_percentile") || args.has("axes");
        return new Clip(min, max, percentiles ? reduction(args) : Reduction.ALL);
    }

    private static Optional<Clip.Bound> bound(Fields args, String key) {
        Optional<Clip.Bound> value = args.number(key).map(v -> new Clip.Bound(v, false));
        String name = key + "_percentile";
        Optional<Clip.Bound> percentile = args.number(name).map(p -> new Clip.Bound(p, true));
        if (value.isPresent() && percentile.isPresent()) {
            throw args.refused(name, "nothing, since " + key + " is given,");
        }
        percentile
                .filter(b -> !(b.number() >= 0 && b.number() <= 100))
                .ifPresent(
                        b -> {
                            throw args.refused(name, "a number from 0 to 100");
                        });
        return value.isPresent() ? value : percentile;
    }

    private ScaleLinear scaleLinear(Fields args) {
        List<Double> gain = args.has("gain") ? args.numbers("gain") : List.of(1.0);
        List<Double> offset = args.has("offset") ? args.numbers("offset") : List.of(0.0);
        return new ScaleLinear(gain, offset, axis(args, gain.size() > 1 || offset.size() > 1));
    }

    private Softmax softmax(Fields args) {
        if (args.has("axis")) return new Softmax(axis(args).orElseThrow());
        return new Softmax('c');
    }

    private FixedStandardize fixed(Fields args, Optional<Character> axis, double eps) {
        List<Double> mean = required(args, "mean");
        List<Double> std = required(args, "std").stream().map(s -> s + eps).toList();
        return new FixedStandardize(mean, std, mean.size() == 1 ? Optional.empty() : axis);
    }

    private Step standardize(Fields args) {
        boolean numbers = args.has("mean") && args.has("std");
        String mode = letters ? args.text("mode").orElse("fixed") : "per_sample";
        double eps = args.eps("eps", 1e-6);
        return switch (mode) {
            case "fixed" -> fixed(args, axis(args, true), eps);
            case "per_dataset" ->
                    numbers
                            ? fixed(args, axis(args, true), eps)
                            : new Standardize(reduction(args), eps);
            case "per_sample" -> new Standardize(reduction(args), eps);
            default -> throw args.refused("mode", "fixed, per_sample or per_dataset");
        };
    }

    private Optional<Character> axis(Fields args) {
        return axis(args, args.has("axis"));
    }

    /**
     * The axis along which a list of numbers runs. In 0.4 {@code axes} are those that are treated
     * jointly, so it is the one left over besides the batch (the reference implementation converts
     * it so).
     */
    private Optional<Character> axis(Fields args, boolean needed) {
        if (!letters || args.has("axis")) {
            return args.text("axis").map(name -> letter(args, "axis", name));
        }
        if (!needed || !args.has("axes")) return Optional.empty();
        String joint = args.requireText("axes");
        List<Character> left = new ArrayList<>();
        for (char c : axes.toCharArray()) if (c != 'b' && joint.indexOf(c) < 0) left.add(c);
        if (left.size() > 1) throw args.refused("axes", "all axes but one");
        return left.stream().findFirst();
    }

    private Reduction reduction(Fields args) {
        if (!letters) {
            if (!args.has("axes")) return Reduction.ALL;
            StringBuilder over = new StringBuilder();
            for (String name : args.texts("axes")) over.append(letter(args, "axes", name));
            return Reduction.over(over.toString());
        }
        // NB: in 0.3 and 0.4 the mode says whether the batch is joined, not the axes.
        String given = args.has("axes") ? String.join("", args.texts("axes")) : axes;
        StringBuilder over = new StringBuilder();
        if (args.text("mode").orElse("per_sample").equals("per_dataset")) over.append('b');
        for (char c : given.toCharArray()) {
            if (c != 'b') over.append(letter(args, "axes", String.valueOf(c)));
        }
        return Reduction.over(over.toString());
    }

    private char letter(Fields args, String key, String name) {
        Character letter = axisNames.get(name);
        if (letter == null) {
            throw args.refused(key, "one of the tensor's axes " + axisNames.keySet());
        }
        return letter;
    }
}
