package org.coverslip.segment.volume;

import java.util.function.IntFunction;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;

/**
 * Slices of equal size on top of each other.
 *
 * @param width pixels of a slice
 * @param height pixels of a slice
 * @param depth number of slices
 * @param slices gives one, from 0, axes [x,y,c]; called by several threads
 */
public record Volume(
        int width,
        int height,
        int depth,
        IntFunction<RandomAccessibleInterval<? extends RealType<?>>> slices) {

    /**
     * One point in time of an image.
     *
     * @param frame from 0
     */
    public static Volume of(Slide slide, int frame) {
        Level level = slide.levels().get(0);
        int first = frame * slide.slices();
        return new Volume(
                (int) level.width(),
                (int) level.height(),
                slide.slices(),
                z -> slide.image(0, first + z));
    }

    /**
     * @param pixels axes [x,y,c,z]
     */
    public static <T extends RealType<T>> Volume of(RandomAccessibleInterval<T> pixels) {
        return new Volume(
                (int) pixels.dimension(0),
                (int) pixels.dimension(1),
                (int) pixels.dimension(3),
                z -> Views.hyperSlice(pixels, 3, pixels.min(3) + z));
    }

    public int channels() {
        return (int) slices.apply(0).dimension(2);
    }

    /**
     * The stored values of a slice.
     *
     * @return [channel][y * width + x]
     */
    public float[][] values(int z) {
        RandomAccessibleInterval<? extends RealType<?>> slice = slices.apply(z);
        float[][] planes = new float[(int) slice.dimension(2)][width * height];
        var in = Views.flatIterable(slice).cursor();
        for (float[] plane : planes) {
            for (int i = 0; i < plane.length; i++) plane[i] = in.next().getRealFloat();
        }
        return planes;
    }

    /** Voxels of one channel. */
    public long voxels() {
        return (long) width * height * depth;
    }
}
