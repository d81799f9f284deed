package org.coverslip.model;

import java.util.Locale;
import java.util.Optional;

/** What the numbers are that leave a classifying network, after its postprocessing steps. */
public enum Scores {
    /** Probabilities that sum to 1 over the classes: exactly one class is true. */
    SOFTMAX,
    /** One probability per class, each for itself; a single one is that of the second label. */
    SIGMOID,
    /** Unbounded scores that still need a softmax over the classes. */
    LOGITS;

    /** The kind of this name, in any case; empty for other text. */
    public static Optional<Scores> named(String text) {
        for (Scores s : values()) {
            if (s.toString().equalsIgnoreCase(text.strip())) return Optional.of(s);
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
