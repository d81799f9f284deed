package org.coverslip.slide.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Reads, reduces and encodes blocks. For one thread. */
final class BlockWorker implements AutoCloseable {

    private final PixelSource source;
    private final Layout layout;
    private final Reduction reduction;
    private final TileEncoder encoder;
    private final BooleanSupplier stopped;
    private final byte[] pixels;
    private final byte[] tile;

    // NB: on a slide that is nine tenths glass most tiles equal the one before: encoding a 256 px
    // JPEG tile takes 0.4 ms, finding it equal 10 us.
    private final byte[] last;
    private byte[] lastEncoded;

    BlockWorker(
            PixelSource source,
            Layout layout,
            Compression compression,
            Reduction reduction,
            BooleanSupplier stopped) {
        this.source = source;
        this.layout = layout;
        this.reduction = reduction;
        this.stopped = stopped;
        encoder = compression.encoder(layout.kind(), layout.tile());
        tile = new byte[layout.tileBytes()];
        last = new byte[tile.length];
        pixels = new byte[Math.multiplyExact(tile.length, layout.factor() * layout.factor())];
    }

    Block run(int column, int row) {
        int side = layout.tile() * layout.factor();
        int x = column * side;
        int y = row * side;
        int w = Math.min(side, source.width() - x);
        int h = Math.min(side, source.height() - y);
        check();
        source.read(x, y, w, h, pixels);
        List<Block.Encoded> tiles = new ArrayList<>();
        for (int ty = 0; ty * layout.tile() < h; ty++) {
            for (int tx = 0; tx * layout.tile() < w; tx++) {
                check();
                cut(tx, ty, w, h);
                tiles.add(
                        new Block.Encoded(
                                0,
                                column * layout.factor() + tx,
                                row * layout.factor() + ty,
                                encode(tile)));
            }
        }
        if (!layout.exists(1, column, row)) return new Block(column, row, tiles, null);
        byte[] reduced = new byte[tile.length];
        int rw = layout.width(1, column);
        int rh = layout.height(1, row);
        reduction.apply(
                layout.kind(), layout.factor(), pixels, w, rw, rh, reduced, 0, layout.tile());
        TileEdges.extend(reduced, layout.kind().bytes(), layout.tile(), rw, rh);
        tiles.add(new Block.Encoded(1, column, row, encode(reduced)));
        return new Block(column, row, tiles, reduced);
    }

    private void check() {
        if (stopped.getAsBoolean()) throw new CancellationException();
    }

    private void cut(int tx, int ty, int w, int h) {
        int side = layout.tile();
        int bytes = layout.kind().bytes();
        int tw = Math.min(side, w - tx * side);
        int th = Math.min(side, h - ty * side);
        for (int j = 0; j < th; j++) {
            int from = ((ty * side + j) * w + tx * side) * bytes;
            System.arraycopy(pixels, from, tile, j * side * bytes, tw * bytes);
        }
        TileEdges.extend(tile, bytes, side, tw, th);
    }

    private byte[] encode(byte[] raw) {
        if (lastEncoded == null || !Arrays.equals(raw, last)) {
            System.arraycopy(raw, 0, last, 0, raw.length);
            lastEncoded = encoder.encode(raw);
        }
        return lastEncoded;
    }

    @Override
    public void close() {
        encoder.close();
    }
}
