package org.coverslip.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;

/**
 * How a network's pixels lie on a slide's.
 *
 * @param x level-0 pixels per network pixel, not rounded
 * @param y level-0 pixels per network pixel
 * @param level the slide level to read
 * @param downsample level-0 pixels per pixel of that level
 * @param notes what a user should know of the choice; empty if nothing
 */
public record TileScale(double x, double y, int level, double downsample, List<String> notes) {

    /** Scanners of one nominal magnification differ by a few per cent. */
    public static final double TOLERANCE = 0.05;

    public TileScale {
        notes = List.copyOf(notes);
    }

    /**
     * Chooses the lowest resolution that is at least as fine as the network's, or coarser by no
     * more than 5 %.
     *
     * @param image name for messages
     * @param levels of the slide, full resolution first
     * @param pixelSize of level 0, as the file or the user says
     * @param spacing of the network in um per pixel
     * @throws RefusedException if either is unknown: the network would see cells at a wrong size
     */
    public static TileScale of(
            String image,
            List<Level> levels,
            Optional<PixelSize> pixelSize,
            OptionalDouble spacing) {
        PixelSize size =
                pixelSize.orElseThrow(
                        () ->
                                new RefusedException(
                                        image,
                                        "it does not say how large its pixels are",
                                        "give spacing= in um per pixel"));
        if (spacing.isEmpty()) {
            throw new RefusedException(
                    image,
                    "the model does not say at which um per pixel it sees tissue",
                    "import the model with spacing=");
        }
        double x = spacing.getAsDouble() / size.x();
        double y = spacing.getAsDouble() / size.y();
        double finer = Math.min(x, y);
        int level = 0;
        for (int i = 1; i < levels.size(); i++) {
            if (levels.get(i).downsample() <= finer * (1 + TOLERANCE)) level = i;
        }
        double downsample = levels.get(level).downsample();
        return new TileScale(x, y, level, downsample, notes(finer / downsample, spacing, size));
    }

    private static List<String> notes(double zoom, OptionalDouble spacing, PixelSize size) {
        List<String> notes = new ArrayList<>();
        if (zoom < 1 - 1e-6) {
            boolean slight = zoom >= 1 / (1 + TOLERANCE) - 1e-9;
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "the model works at %.4g um per pixel and the slide has %.4g: pixels"
                                    + " were enlarged by %.3g %s",
                            spacing.getAsDouble(),
                            spacing.getAsDouble() / zoom,
                            slight ? (1 / zoom - 1) * 100 : 1 / zoom,
                            slight ? "%" : "times, and show less than the model was trained on"));
        } else if (zoom > 1 + 1e-6 && zoom <= 1 + TOLERANCE) {
            notes.add(
                    String.format(
                            Locale.ROOT,
                            "the model works at %.4g um per pixel and the slide has %.4g: pixels"
                                    + " were shrunk by %.3g %%",
                            spacing.getAsDouble(),
                            spacing.getAsDouble() / zoom,
                            (1 - 1 / zoom) * 100));
        }
        if (Math.abs(size.x() / size.y() - 1) > 1e-3) {
            notes.add("the slide's pixels are not square: tiles were made square for the model");
        }
        return notes;
    }
}
