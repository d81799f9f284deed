package org.coverslip.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came out of a training.
 *
 * @param model the bundle; empty if it ended before there was one
 * @param metrics of the best epoch, and what it was learned from
 * @param notes what a user should know
 * @param message a sentence where it ended early for another reason than patience; else empty
 * @param canceled whether the user stopped it
 */
public record Trained(
        Optional<Path> model,
        Map<String, Double> metrics,
        List<String> notes,
        String message,
        boolean canceled) {

    public Trained {
        notes = List.copyOf(notes);
    }
}
