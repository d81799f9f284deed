package org.coverslip.model;

import java.util.Locale;
import java.util.Optional;

/** What a network is for. */
public enum Task {
    CLASSIFICATION,
    SEGMENTATION,
    DETECTION,
    RESTORATION,
    UNKNOWN;

    /** The task of this name, in any case; empty for other text. */
    public static Optional<Task> named(String text) {
        for (Task t : values()) {
            if (t.toString().equalsIgnoreCase(text.strip())) return Optional.of(t);
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
