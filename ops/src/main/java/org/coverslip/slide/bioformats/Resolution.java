package org.coverslip.slide.bioformats;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.slide.cells.CellLayout;
import org.coverslip.slide.cells.PixelType;

/**
 * One resolution of a series that is a level of the pyramid.
 *
 * @param series index in the file
 * @param index of the resolution in the series
 * @param layout size, channels, type and cells
 * @param slices extent of z
 * @param frames extent of t
 */
record Resolution(int series, int index, CellLayout layout, int slices, int frames) {

    /**
     * The resolutions that show the same as the first: its channels, type and planes, in its
     * proportions.
     *
     * @return empty if the pixels of the first are no real numbers or it has no size
     */
    static List<Resolution> levels(BioFormats library, LociReader reader, int series) {
        List<Resolution> levels = new ArrayList<>();
        reader.setSeries(series);
        int n = reader.getResolutionCount();
        for (int i = 0; i < n; i++) {
            reader.setResolution(i);
            Optional<Resolution> level = of(library, reader, series, i);
            if (i == 0 && level.isEmpty()) break;
            level.filter(r -> levels.isEmpty() || r.continues(levels.get(levels.size() - 1)))
                    .ifPresent(levels::add);
        }
        return levels;
    }

    private static Optional<Resolution> of(
            BioFormats library, LociReader reader, int series, int index) {
        Optional<PixelType> type = library.pixelType(reader.getPixelType());
        int samples = reader.getRGBChannelCount();
        int channels = Math.multiplyExact(reader.getEffectiveSizeC(), samples);
        boolean empty = reader.getSizeX() < 1 || reader.getSizeY() < 1 || channels < 1;
        if (type.isEmpty() || empty || reader.getSizeZ() < 1 || reader.getSizeT() < 1) {
            return Optional.empty();
        }
        CellLayout layout =
                CellLayout.of(
                        reader.getSizeX(),
                        reader.getSizeY(),
                        channels,
                        samples,
                        reader.getOptimalTileWidth(),
                        reader.getOptimalTileHeight(),
                        type.get());
        return Optional.of(
                new Resolution(series, index, layout, reader.getSizeZ(), reader.getSizeT()));
    }

    /** Planes over z and t, z fastest. */
    int planes() {
        return Math.multiplyExact(slices, frames);
    }

    private boolean continues(Resolution larger) {
        CellLayout a = larger.layout;
        double factor = (double) a.width() / layout.width();
        // NB: sides are rounded to whole pixels, and scanners pad the last row of tiles.
        double slack = 2 + 0.02 * layout.height();
        return layout.channels() == a.channels()
                && layout.cellChannels() == a.cellChannels()
                && layout.type() == a.type()
                && slices == larger.slices
                && frames == larger.frames
                && layout.width() < a.width()
                && Math.abs(a.height() / factor - layout.height()) <= slack;
    }
}
