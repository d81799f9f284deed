package org.coverslip.detect.decode;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.coverslip.Extensions;
import org.coverslip.RefusedException;

/** Finds the decoder for a network's outputs. */
public final class Decoders {

    private Decoders() {}

    /** All that are known, in the order in which they are asked. */
    public static List<Decoder> all() {
        return Found.ALL;
    }

    /** As {@link #choose}; empty if none fits. */
    public static Optional<Decoder> find(OutputLayout outputs) {
        String named = outputs.hint("name").orElse("");
        return all().stream()
                .filter(d -> named.isEmpty() || named.equals(d.name()))
                .filter(d -> d.fits(outputs))
                .findFirst();
    }

    /**
     * The decoder that the bundle names ({@code name} in its decoder metadata), or else the first
     * that fits.
     *
     * @param model for messages
     * @throws RefusedException if none fits, saying which shapes were seen and which layouts are
     *     known
     */
    public static Decoder choose(String model, OutputLayout outputs) {
        Optional<Decoder> found = find(outputs);
        if (found.isPresent()) return found.get();
        String named = outputs.hint("name").orElse("");
        String known =
                all().stream()
                        .filter(d -> named.isEmpty() || named.equals(d.name()))
                        .map(Decoder::layout)
                        .collect(Collectors.joining("; "));
        if (known.isEmpty()) {
            String names = all().stream().map(Decoder::name).collect(Collectors.joining(", "));
            throw new RefusedException(
                    model, "its decoder " + named + " is not known", "use one of " + names);
        }
        throw new RefusedException(
                model,
                "its outputs "
                        + outputs.text()
                        + " for an input of "
                        + outputs.width()
                        + "x"
                        + outputs.height()
                        + " and "
                        + classes(outputs)
                        + " have no layout of boxes that is known",
                "known are: " + known);
    }

    private static String classes(OutputLayout outputs) {
        return outputs.classes().isPresent()
                ? outputs.classes().getAsInt() + " labels"
                : "an unknown number of labels";
    }

    private static final class Found {
        private static final List<Decoder> ALL = Extensions.of(Decoder.class);
    }
}
