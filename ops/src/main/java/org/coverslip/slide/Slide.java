package org.coverslip.slide;

import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/**
 * An image file, or an open image, as pyramid levels. Plain images have one level. Pixel access may
 * throw an unchecked exception that names the file where the data behind it is broken.
 */
public interface Slide extends Closeable {

    /** File name or window title. */
    String name();

    /** Which reader opened it, with its version, for run records. */
    String reader();

    /** Full resolution first, then ever smaller; at least one. */
    List<Level> levels();

    /** Extent of axis c; 3 or 4 for colour images. */
    int channels();

    /** Whether channels 0, 1, 2 are red, green, blue, and channel 3, if there, is alpha. */
    boolean rgb();

    /** Number of planes over z and t, z fastest; 1 for a single picture. */
    int planes();

    /**
     * Extent of axis z: so many planes, one after the other, are one volume, and the volumes are
     * points in time. Where nothing is said of time, all planes are slices.
     */
    default int slices() {
        return planes();
    }

    /**
     * Distance from one slice to the next in micrometres; empty where the file does not say it or
     * says something impossible.
     */
    default OptionalDouble sliceDistance() {
        return OptionalDouble.empty();
    }

    /** Pixel size of level 0; empty where the file does not say it or says something impossible. */
    Optional<PixelSize> pixelSize();

    /** What the file or window says is black and white; empty if nothing is said. */
    Optional<ValueRange> displayRange();

    /** What a user should know of how the file was read; empty if nothing. */
    List<String> notes();

    /**
     * The pixels of one plane.
     *
     * @param level index into {@link #levels()}
     * @param plane 0 to {@link #planes()} - 1
     * @return axes [x,y,c], from 0, in the stored type ({@code UnsignedByteType} for 8 bit)
     */
    RandomAccessibleInterval<? extends RealType<?>> image(int level, int plane);
}
