package org.coverslip.model.step;

import java.util.List;
import java.util.Optional;

/**
 * 1 where {@code x > threshold}, else 0. Source: bioimage.io 0.4 and 0.5, {@code binarize}.
 *
 * @param threshold one number, or one per position along {@code axis}
 * @param axis letter of that axis; empty where there is a single number
 */
public record Binarize(List<Double> threshold, Optional<Character> axis) implements Step {

    public Binarize {
        threshold = List.copyOf(threshold);
    }

    @Override
    public String id() {
        return "binarize";
    }

    @Override
    public void apply(TensorBlock block, StepContext context) {
        new PerAxis(axis).above(id(), block, threshold);
    }
}
