package org.coverslip.slide.pyramid;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.slide.cells.PixelType;
import org.coverslip.slide.cells.Region;
import org.coverslip.slide.cells.RegionSource;

/** Reads and decodes the tiles of a pyramid. For any number of threads. */
final class TilePixels implements RegionSource {

    /** What a thread keeps from tile to tile. */
    private static final class Worker {
        final JpegDecoder jpeg = new JpegDecoder();
        byte[] bytes = new byte[1 << 16];
    }

    /** Bytes up to which a buffer is kept for the next tile. */
    private static final int KEPT = 1 << 22;

    // NB: freed together with its thread; about 1 MB for tiles of 256 pixels.
    private static final ThreadLocal<Worker> WORKERS = ThreadLocal.withInitial(Worker::new);

    private final Path path;
    private final TiffFile file;
    private final List<List<TiledPage>> levels;
    private final Planes planes;
    private final List<JpegTables> tables;

    /** Which page holds a channel of a plane. */
    interface Planes {
        int page(int plane, int channel);
    }

    /**
     * @param levels for each level its pages
     * @param planes where each channel of each plane lies; channel 0 where a page holds all of them
     */
    TilePixels(Path path, TiffFile file, List<List<TiledPage>> levels, Planes planes)
            throws IOException {
        this.path = path;
        this.file = file;
        this.levels = levels;
        this.planes = planes;
        JpegTables[] all = new JpegTables[levels.size()];
        for (int i = 0; i < all.length; i++) {
            byte[] shared = levels.get(i).get(0).tables();
            all[i] = shared.length == 0 ? JpegTables.none() : JpegTables.of(shared);
        }
        tables = List.of(all);
    }

    @Override
    public Object read(Region region) throws IOException {
        List<TiledPage> pages = levels.get(region.level());
        boolean own = pages.get(0).samples() > 1;
        TiledPage page = pages.get(planes.page(region.plane(), own ? 0 : region.channel()));
        long column = region.x() / page.tileWidth();
        long row = region.y() / page.tileHeight();
        long tile = row * page.tilesAcross() + column;
        if (page.planar() && own) tile += region.channel() * page.tilesAcross() * page.tilesDown();
        TileSize size =
                new TileSize(
                        region.width(),
                        region.height(),
                        region.channels(),
                        page.tileWidth(),
                        page.tileHeight());
        if (page.absent(tile)) return background(page, region.samples());
        try {
            Object samples = decode(page, region.level(), tile, size);
            if (page.photometric() == 0) invert(samples);
            return samples;
        } catch (IOException | RuntimeException e) {
            if (e instanceof java.nio.channels.ClosedChannelException interrupted) {
                throw interrupted;
            }
            String why = e.getMessage() == null ? "" : " (" + e.getMessage() + ")";
            throw new RefusedException(
                    path,
                    "tile "
                            + tile
                            + " of level "
                            + region.level()
                            + ", at "
                            + region
                            + ", cannot be decoded"
                            + why,
                    "the file may be damaged: fetch it again from its source",
                    e);
        }
    }

    /** White, as glass without tissue, in pictures of 8 bit; 0 in others. */
    static Object background(TiledPage page, int samples) {
        Object all = page.type().newArray(samples);
        if (page.type() == PixelType.UINT8) Arrays.fill((byte[]) all, (byte) 255);
        else if (page.type() == PixelType.UINT16 && page.rgb()) {
            Arrays.fill((short[]) all, (short) 65535);
        }
        return all;
    }

    private Object decode(TiledPage page, int level, long tile, TileSize size) throws IOException {
        Worker worker = WORKERS.get();
        int length = (int) page.counts()[(int) tile];
        byte[] bytes = worker.bytes.length < length ? new byte[length] : worker.bytes;
        if (length <= KEPT) worker.bytes = bytes;
        file.read(page.offsets()[(int) tile], bytes, length);
        if (page.compression() == TiledPage.JPEG) {
            boolean ycc = page.photometric() == 6;
            return worker.jpeg.decode(bytes, length, tables.get(level), ycc, size);
        }
        return PackedTile.decode(bytes, length, page, file.order(), size);
    }

    private static void invert(Object samples) {
        if (samples instanceof byte[] bytes) {
            for (int i = 0; i < bytes.length; i++) bytes[i] = (byte) ~bytes[i];
        } else if (samples instanceof short[] shorts) {
            for (int i = 0; i < shorts.length; i++) shorts[i] = (short) ~shorts[i];
        }
    }
}
