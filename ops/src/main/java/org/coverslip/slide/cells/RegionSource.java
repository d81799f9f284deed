package org.coverslip.slide.cells;

import java.io.IOException;

/** Decodes pixels. Called by many threads at the same time. */
@FunctionalInterface
public interface RegionSource {

    /**
     * @return a primitive array in the layout's {@link PixelType}, x fastest, then y, then channel;
     *     {@link Region#samples()} long; the caller owns it
     * @throws IOException if the file cannot be read or its content cannot be decoded
     */
    Object read(Region region) throws IOException;
}
