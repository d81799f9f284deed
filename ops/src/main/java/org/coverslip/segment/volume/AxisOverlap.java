package org.coverslip.segment.volume;

import java.util.List;
import java.util.OptionalInt;

/**
 * How much tiles share along an axis, and how much of their rim is not trusted.
 *
 * @param overlap output voxels that neighbours share
 * @param halo output voxels at each side that count for nothing
 * @param notes what a user should know; empty if nothing
 */
public record AxisOverlap(int overlap, int halo, List<String> notes) {

    /** For an axis of one tile. */
    static final AxisOverlap NONE = new AxisOverlap(0, 0, List.of());

    /** Part of a tile over which two neighbours are blended. */
    private static final int RAMP = 16;

    /**
     * @param part of a tile that neighbours share, as the user says; 0: chosen
     * @param declared rim as the model's author says; -1: not said
     * @param measured rim as found on the image; empty if there is none that helps
     */
    static AxisOverlap of(
            char letter, TileAxis axis, double part, int declared, OptionalInt measured) {
        int tile = axis.out();
        int known = declared >= 0 ? declared : measured.orElse(-1);
        int asked = (int) Math.round(part * tile);
        // NB: what neighbours share may leave no less than a step, or tiles never get on.
        int most = Math.min(tile * 7 / 8, tile - axis.step());
        if (known < 0) {
            int overlap = part > 0 ? asked : Math.min(tile / 4, most);
            return new AxisOverlap(
                    overlap,
                    overlap / 4,
                    List.of(
                            "along "
                                    + letter
                                    + " the network's answer depends on the whole tile: tiles were"
                                    + " blended where they overlap"));
        }
        int halo = Math.min(known, part > 0 ? asked / 2 : most / 2);
        int overlap = part > 0 ? asked : Math.min(2 * halo + Math.max(1, tile / RAMP), most);
        if (halo == known) return new AxisOverlap(overlap, halo, List.of());
        String note =
                "along %s the network looks %d voxels around each and tiles share %d: use larger"
                        + " tiles or a larger overlap for results without seams";
        return new AxisOverlap(overlap, halo, List.of(note.formatted(letter, known, overlap)));
    }
}
