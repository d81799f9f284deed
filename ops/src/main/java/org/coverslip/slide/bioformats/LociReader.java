package org.coverslip.slide.bioformats;

import java.io.Closeable;
import java.io.IOException;

/**
 * What is used of {@code loci.formats.ImageReader}. Not thread-safe. The sizes and types are those
 * of the resolution that is set.
 */
interface LociReader extends Closeable {

    /** Before {@link #setId}: whether other files of the same folder may be read with this one. */
    void setGroupFiles(boolean group);

    /** Before {@link #setId}: false for resolutions within series. */
    void setFlattenedResolutions(boolean flattened);

    /** Before {@link #setId}: where the metadata goes. */
    void setMetadataStore(Object store);

    /** Before {@link #setId}: whether the file's own key-value pairs are collected. */
    void setOriginalMetadataPopulated(boolean populate);

    void setId(String file) throws IOException;

    /** Finds the format, without opening it; {@link #close} must follow. */
    String getFormat(String file) throws IOException;

    int getSeriesCount();

    /** Sets the resolution to 0 as well. */
    void setSeries(int series);

    boolean isThumbnailSeries();

    int getResolutionCount();

    void setResolution(int resolution);

    int getSizeX();

    int getSizeY();

    int getSizeZ();

    int getSizeT();

    /** Channels that are stored apart; each has {@link #getRGBChannelCount} samples. */
    int getEffectiveSizeC();

    int getRGBChannelCount();

    int getPixelType();

    boolean isIndexed();

    boolean isFalseColor();

    /** Whether the samples of a pixel lie side by side; differs between resolutions of one file. */
    boolean isInterleaved();

    boolean isLittleEndian();

    int getOptimalTileWidth();

    int getOptimalTileHeight();

    /**
     * @param c index below {@link #getEffectiveSizeC}
     */
    int getIndex(int z, int c, int t);

    byte[] openBytes(int index, int x, int y, int width, int height) throws IOException;
}
