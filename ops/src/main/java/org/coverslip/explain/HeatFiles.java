package org.coverslip.explain;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.report.PlacedTiff;
import org.coverslip.slide.PixelSize;

/**
 * Heat maps as 32-bit ImageJ TIFFs, a channel per label, in their place on the image: {@code
 * heatmap.tif} 0 to 1, {@code heatmap-raw.tif} in the method's own unit, negative where something
 * speaks against the label.
 */
final class HeatFiles {

    /** Values in one file; more would take gigabytes where an image has a thousand labels. */
    private static final long MOST_VALUES = 1L << 26;

    /** Pixels of one map: more than any screen, and 16 MB on disk. */
    private static final long MOST_PIXELS = 1L << 22;

    private final String made;

    /**
     * @param made what made them, for the images' Info
     */
    HeatFiles(String made) {
        this.made = made;
    }

    /** One label's map. */
    record Channel(String label, RawHeat heat) {}

    /**
     * Writes both files: the map from 0 to 1 with the pixels of the image itself, or every second,
     * third, ... of them where there would be too many; the raw one with the method's own grid, so
     * that its numbers are those that were computed.
     *
     * @param channels at least one
     * @param x left edge of what they cover, pixels of the full image
     * @param y upper edge
     * @param width of what they cover
     * @param height of what they cover
     * @return pixels of the image per pixel of heatmap.tif, along each axis
     */
    int write(
            Path folder,
            List<Channel> channels,
            int x,
            int y,
            int width,
            int height,
            Optional<PixelSize> pixelSize) {
        int factor = 1;
        long each = Math.min(MOST_PIXELS, MOST_VALUES / channels.size());
        while ((long) cells(width, factor) * cells(height, factor) > each) factor++;
        int w = cells(width, factor);
        int h = cells(height, factor);
        PlacedTiff place = new PlacedTiff((double) width / w, (double) height / h, x, y, pixelSize);
        List<Channel> whole = new ArrayList<>();
        for (Channel c : channels) {
            whole.add(new Channel(c.label(), c.heat().normalised().resized(w, h)));
        }
        write(folder.resolve("heatmap.tif"), whole, place, 1);
        RawHeat own = channels.get(0).heat();
        place =
                new PlacedTiff(
                        (double) width / own.width(),
                        (double) height / own.height(),
                        x,
                        y,
                        pixelSize);
        write(folder.resolve("heatmap-raw.tif"), channels, place, highest(channels));
        return factor;
    }

    /**
     * Writes one file.
     *
     * @param channels all of one extent
     * @param white value that is shown brightest
     */
    void write(Path file, List<Channel> channels, PlacedTiff place, double white) {
        RawHeat first = channels.get(0).heat();
        ImageStack stack = new ImageStack(first.width(), first.height());
        for (Channel c : channels) {
            stack.addSlice(
                    c.label(),
                    new FloatProcessor(first.width(), first.height(), c.heat().values()));
        }
        ImagePlus image = new ImagePlus("heatmap", stack);
        image.setDimensions(channels.size(), 1, 1);
        image.setDisplayRange(0, white);
        image.setProperty("Info", made);
        ImagePlus shown =
                channels.size() > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image;
        place.write(file, shown);
    }

    private static int cells(int pixels, int factor) {
        return (pixels + factor - 1) / factor;
    }

    static double highest(List<Channel> channels) {
        double max = 0;
        for (Channel c : channels) max = Math.max(max, c.heat().max());
        return max > 0 ? max : 1;
    }
}
