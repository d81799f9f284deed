package org.coverslip.slide.bioformats;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.coverslip.slide.cells.CellLayout;
import org.coverslip.slide.cells.PixelType;
import org.coverslip.slide.cells.Pool;
import org.coverslip.slide.cells.Region;
import org.coverslip.slide.cells.RegionSource;

/** Decodes regions with a pool of Bio-Formats readers. */
final class LociPixels implements RegionSource {

    private final Pool<LociReader> readers;
    private final List<Resolution> levels;

    LociPixels(Pool<LociReader> readers, List<Resolution> levels) {
        this.readers = readers;
        this.levels = levels;
    }

    @Override
    public Object read(Region region) throws IOException {
        return readers.use(
                reader -> {
                    try {
                        return read(reader, region);
                    } catch (LinkageError e) {
                        // NB: codecs with native code that is missing on this platform.
                        throw new IOException(e.toString(), e);
                    }
                });
    }

    private Object read(LociReader reader, Region region) throws IOException {
        Resolution level = levels.get(region.level());
        CellLayout layout = level.layout();
        reader.setSeries(level.series());
        reader.setResolution(level.index());
        int samples = layout.cellChannels();
        int z = region.plane() % level.slices();
        int t = region.plane() / level.slices();
        int n = Math.multiplyExact(region.width(), region.height());
        PixelType type = layout.type();
        byte[] bytes =
                reader.openBytes(
                        reader.getIndex(z, region.channel() / samples, t),
                        Math.toIntExact(region.x()),
                        Math.toIntExact(region.y()),
                        region.width(),
                        region.height());
        if (bytes.length != (long) n * samples * type.bytes()) {
            throw new IOException(bytes.length + " bytes for " + region.samples() + " samples");
        }
        // NB: asked for after setResolution: the levels of one NDPI file differ in it.
        boolean interleaved = reader.isInterleaved();
        boolean little = reader.isLittleEndian();
        ByteBuffer raw =
                ByteBuffer.wrap(bytes)
                        .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        Object pixels = type.newArray(n * samples);
        for (int c = 0; c < samples; c++) {
            int from = interleaved ? c : c * n;
            type.copy(raw, from, interleaved ? samples : 1, pixels, c * n, n);
        }
        return pixels;
    }
}
