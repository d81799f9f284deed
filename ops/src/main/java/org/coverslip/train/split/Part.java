package org.coverslip.train.split;

import java.util.Locale;
import java.util.Optional;

/** What a sample is used for. */
public enum Part {
    /** Learned from. */
    TRAINING,
    /** Decides which epoch's weights are kept. */
    VALIDATION,
    /** Looked at once, at the end. */
    TEST;

    /**
     * Reads the names that folders and tables use: train, training, val, valid, validation, test.
     */
    public static Optional<Part> named(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "train", "training" -> Optional.of(TRAINING);
            case "val", "valid", "validation" -> Optional.of(VALIDATION);
            case "test", "testing" -> Optional.of(TEST);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
