package org.coverslip.slide.pyramid;

import java.nio.file.Path;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.slide.TiffCompression;

/** Refuses, when a slide is opened, pages that cannot be decoded or are not all there. */
final class PageCheck {

    /** Decoded bytes of one tile. */
    private static final long LARGEST_TILE = 1L << 26;

    private static final Set<Integer> DECODED =
            Set.of(
                    PackedTile.NONE,
                    PackedTile.LZW,
                    TiledPage.JPEG,
                    PackedTile.DEFLATE,
                    PackedTile.OLD_DEFLATE,
                    PackedTile.PACK_BITS);

    private final Path path;
    private final long length;

    PageCheck(Path path, long length) {
        this.path = path;
        this.length = length;
    }

    /**
     * @return how many of its tiles are absent
     * @throws RefusedException if it cannot be read
     */
    long absent(TiledPage page, int level) {
        kind(page);
        size(page, level);
        long tiles = page.tiles();
        if (page.offsets().length < tiles || page.counts().length < tiles) {
            throw damaged(
                    "level "
                            + level
                            + " needs "
                            + tiles
                            + " tiles and lists "
                            + Math.min(page.offsets().length, page.counts().length));
        }
        long absent = 0;
        for (int i = 0; i < tiles; i++) {
            long at = page.offsets()[i];
            long n = page.counts()[i];
            if (page.absent(i)) {
                absent++;
            } else if (at < 0 || n < 0 || n > length || at > length - n) {
                throw new RefusedException(
                        path,
                        "this slide is cut off (tile "
                                + i
                                + " of level "
                                + level
                                + " lies beyond the end of the file)",
                        "fetch it again from its source");
            } else if (n > 2 * LARGEST_TILE) {
                throw damaged("tile " + i + " of level " + level + " takes " + n + " bytes");
            }
        }
        return absent;
    }

    private void kind(TiledPage page) {
        if (!DECODED.contains(page.compression())) {
            throw new RefusedException(
                    path,
                    "its tiles are compressed as " + TiffCompression.name(page.compression()),
                    "open it in Fiji through Bio-Formats, or save it again with JPEG, LZW or"
                            + " Deflate (vips tiffsave --tile --pyramid --compression jpeg)");
        }
        boolean jpeg = page.compression() == TiledPage.JPEG;
        boolean colours =
                page.photometric() <= 2 || page.photometric() == 6 && jpeg && page.samples() == 3;
        boolean samples = page.type() != null && (!jpeg || page.bits() == 8 && page.format() == 1);
        boolean inverted = page.photometric() == 0 && (page.format() != 1 || page.bits() > 16);
        boolean differences =
                page.predictor() > 2
                        || page.predictor() == 2 && page.format() == 3
                        || jpeg && page.predictor() != 1;
        if (!colours || !samples || inverted || differences || page.samples() < 1) {
            throw new RefusedException(
                    path,
                    "its tiles hold "
                            + page.samples()
                            + " samples of "
                            + page.bits()
                            + " bits in a way that is not read (format "
                            + page.format()
                            + ", photometric "
                            + page.photometric()
                            + ", predictor "
                            + page.predictor()
                            + ")",
                    "save it as grey or RGB of 8 or 16 bits, tiled");
        }
    }

    private void size(TiledPage page, int level) {
        boolean possible =
                page.width() >= 1
                        && page.height() >= 1
                        && page.width() <= Integer.MAX_VALUE
                        && page.height() <= Integer.MAX_VALUE
                        && page.samples() <= 1024;
        double bytes =
                (double) page.tileWidth() * page.tileHeight() * page.samples() * page.bits() / 8;
        if (!possible || page.tilesAcross() * page.tilesDown() > length) {
            throw damaged(
                    "level "
                            + level
                            + " claims "
                            + page.width()
                            + " x "
                            + page.height()
                            + " pixels");
        }
        if (bytes > LARGEST_TILE) {
            throw new RefusedException(
                    path,
                    "its tiles are "
                            + page.tileWidth()
                            + " x "
                            + page.tileHeight()
                            + " pixels, too large to read one by one",
                    "save it again with tiles of 256 to 1024 pixels");
        }
    }

    private RefusedException damaged(String how) {
        return new RefusedException(
                path,
                "the directory of this slide is damaged (" + how + ")",
                "fetch it again from its source");
    }
}
