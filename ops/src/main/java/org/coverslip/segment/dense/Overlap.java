package org.coverslip.segment.dense;

import java.util.List;
import java.util.OptionalInt;

/**
 * How much tiles share, and how much of their rim is not trusted.
 *
 * @param overlap output pixels that neighbours share
 * @param halo output pixels at each side that count for nothing
 * @param notes what a user should know; empty if nothing
 */
public record Overlap(int overlap, int halo, List<String> notes) {

    /** Part of a tile over which two neighbours are blended. */
    private static final int RAMP = 16;

    /**
     * @param tile output pixels of a tile
     * @param part that neighbours share, as the user says; 0: chosen
     * @param declared rim as the model's author says; -1: not said
     * @param measured rim as found on the image; empty if there is none that helps
     */
    public static Overlap of(int tile, double part, int declared, OptionalInt measured) {
        int known = declared >= 0 ? declared : measured.orElse(-1);
        int asked = (int) Math.round(part * tile);
        if (known < 0) {
            int overlap = part > 0 ? asked : tile / 4;
            return new Overlap(
                    overlap,
                    overlap / 4,
                    List.of(
                            "the network's answer for a pixel depends on the whole tile: tiles were"
                                    + " blended where they overlap"));
        }
        // NB: a network that looks further than this would need most tiles to be computed twice.
        int most = tile * 3 / 8;
        int halo = Math.min(known, part > 0 ? asked / 2 : most);
        int overlap = part > 0 ? asked : Math.min(2 * halo + tile / RAMP, tile * 7 / 8);
        List<String> notes =
                halo < known
                        ? List.of(
                                "the network looks "
                                        + known
                                        + " pixels around each and tiles share "
                                        + overlap
                                        + ": use a larger overlap for results without seams")
                        : List.of();
        return new Overlap(overlap, halo, notes);
    }
}
