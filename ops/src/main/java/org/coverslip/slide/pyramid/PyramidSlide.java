package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.slide.Level;
import org.coverslip.slide.Orientation;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.ValueRange;
import org.coverslip.slide.cells.CellImages;
import org.coverslip.slide.cells.CellLayout;

/**
 * An open pyramid.
 *
 * @param layouts cells of each level, as stored
 * @param images makes the levels' images
 * @param file closed with the slide
 */
record PyramidSlide(
        String name,
        String reader,
        List<Level> levels,
        int channels,
        boolean rgb,
        int planes,
        Optional<PixelSize> pixelSize,
        Optional<ValueRange> displayRange,
        List<String> notes,
        int orientation,
        List<CellLayout> layouts,
        CellImages images,
        TiffFile file)
        implements Slide {

    @Override
    public RandomAccessibleInterval<? extends RealType<?>> image(int level, int plane) {
        if (level < 0 || level >= levels.size()) {
            throw new IndexOutOfBoundsException(name + " has no level " + level);
        }
        if (plane < 0 || plane >= planes) {
            throw new IndexOutOfBoundsException(name + " has no plane " + plane);
        }
        return upright(images.image(layouts.get(level), level, plane));
    }

    private <T extends RealType<?>> RandomAccessibleInterval<T> upright(
            RandomAccessibleInterval<T> stored) {
        return orientation > 1 ? Orientation.upright(stored, orientation) : stored;
    }

    @Override
    public void close() throws IOException {
        images.close();
        file.close();
    }
}
