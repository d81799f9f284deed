package org.coverslip.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ReverseChannels;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.model.step.Standardize;
import org.coverslip.model.step.Step;
import org.coverslip.slide.ValueRange;

/**
 * How pixel values become a network's input, in the short form that {@code import-model} takes.
 *
 * @param steps in order
 * @param valueRange the pixel values the steps are written for; empty where any will do
 */
public record Normalization(List<Step> steps, Optional<ValueRange> valueRange) {

    private static final ValueRange BYTES = new ValueRange(0, 255);

    public Normalization {
        steps = List.copyOf(steps);
    }

    /**
     * Reads one of
     *
     * <ul>
     *   <li>{@code 0..1}: value / 255
     *   <li>{@code -1..1}: value / 127.5 - 1 (Keras' {@code tf} mode)
     *   <li>{@code caffe}: channels turned to blue, green, red, then minus 103.939, 116.779,
     *       123.68, not scaled (Keras' {@code caffe} mode)
     *   <li>{@code samplewise}: (value - mean) / (standard deviation + 1e-6) of each image over all
     *       its pixels and channels (Keras' {@code samplewise_center} with {@code
     *       samplewise_std_normalization})
     *   <li>{@code none}: the values as they are stored
     *   <li>{@code bgr}: the same with the channels turned to blue, green, red, as OpenCV reads
     *       pictures
     *   <li>{@code mean;std}: (value - mean) / std, in units of the stored values, one number or
     *       one per channel, for example {@code 123.7,116.3,103.5;58.4,57.1,57.4}
     *   <li>{@code 0..1;mean;std}: the same after value / 255, as torchvision writes it, for
     *       example {@code 0..1;0.485,0.456,0.406;0.229,0.224,0.225}
     * </ul>
     *
     * The first three, {@code bgr} and the last are written for values from 0 to 255.
     *
     * @throws RefusedException for anything else
     */
    public static Normalization parse(String text) {
        String form = text == null ? "" : text.strip();
        return switch (form.toLowerCase(java.util.Locale.ROOT)) {
            case "0..1" -> forBytes(List.of(ScaleLinear.of(1 / 255.0, 0)));
            case "-1..1" -> forBytes(List.of(ScaleLinear.of(1 / 127.5, -1)));
            case "caffe" -> forBytes(caffe());
            case "samplewise" ->
                    new Normalization(
                            List.of(new Standardize(Reduction.over("yxc"), 1e-6)),
                            Optional.empty());
            case "none" -> new Normalization(List.of(), Optional.empty());
            case "bgr" -> forBytes(List.of(new ReverseChannels()));
            default -> meanAndStd(form);
        };
    }

    private static Normalization forBytes(List<Step> steps) {
        return new Normalization(steps, Optional.of(BYTES));
    }

    private static List<Step> caffe() {
        // Source: keras-team/keras, applications/imagenet_utils.py, _preprocess_numpy_input.
        return List.of(
                new ReverseChannels(),
                new FixedStandardize(
                        List.of(103.939, 116.779, 123.68),
                        List.of(1.0, 1.0, 1.0),
                        Optional.of('c')));
    }

    private static Normalization meanAndStd(String text) {
        String[] parts = text.split(";", -1);
        boolean scaled = parts.length == 3 && parts[0].strip().equals("0..1");
        if (parts.length != 2 && !scaled) throw unknown(text);
        List<Double> mean = numbers(text, parts[parts.length - 2]);
        List<Double> std = numbers(text, parts[parts.length - 1]);
        if (mean.size() != std.size()) {
            throw new RefusedException(
                    "normalize=" + text,
                    "there are " + mean.size() + " means and " + std.size() + " deviations",
                    "give as many of both");
        }
        if (std.stream().anyMatch(s -> s <= 0)) {
            throw new RefusedException(
                    "normalize=" + text,
                    "a standard deviation is not above 0",
                    "give the deviations after the semicolon");
        }
        Optional<Character> axis = mean.size() == 1 ? Optional.empty() : Optional.of('c');
        Step standardize = new FixedStandardize(mean, std, axis);
        return scaled
                ? forBytes(List.of(ScaleLinear.of(1 / 255.0, 0), standardize))
                : new Normalization(List.of(standardize), Optional.empty());
    }

    private static List<Double> numbers(String text, String part) {
        List<Double> out = new ArrayList<>();
        for (String s : Arrays.asList(part.split(",", -1))) {
            double d;
            try {
                d = Double.parseDouble(s.strip());
            } catch (NumberFormatException e) {
                throw unknown(text);
            }
            if (Double.isNaN(d) || Double.isInfinite(d)) throw unknown(text);
            out.add(d);
        }
        return out;
    }

    private static RefusedException unknown(String text) {
        return new RefusedException(
                "normalize=" + text,
                "this normalisation is not known",
                "use 0..1, -1..1, caffe, samplewise, none, mean;std or 0..1;mean;std");
    }

    /**
     * @throws RefusedException if there are numbers for another count of channels than the input's
     */
    public void requireFits(InputSpec input) {
        if (input.channels().isEmpty()) return;
        int channels = input.channels().getAsInt();
        for (Step step : steps) {
            if (step instanceof ReverseChannels && channels != 3) {
                throw new RefusedException(
                        "normalize=caffe",
                        "the model takes " + channels + " channels, not blue, green and red",
                        "use another normalisation");
            }
            if (step instanceof FixedStandardize f
                    && f.mean().size() > 1
                    && f.mean().size() != channels) {
                throw new RefusedException(
                        "normalize",
                        f.mean().size()
                                + " means are given, the model takes "
                                + channels
                                + " channels",
                        "give one mean and one deviation per channel, or one for all");
            }
        }
    }
}
