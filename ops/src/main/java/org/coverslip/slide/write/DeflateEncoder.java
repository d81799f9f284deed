package org.coverslip.slide.write;

import java.util.Arrays;
import java.util.zip.Deflater;

/** Tiles as zlib streams. */
final class DeflateEncoder implements TileEncoder {

    private final Deflater deflater = new Deflater();
    private byte[] buffer = new byte[1 << 16];

    @Override
    public byte[] encode(byte[] pixels) {
        deflater.reset();
        deflater.setInput(pixels);
        deflater.finish();
        int n = 0;
        while (!deflater.finished()) {
            if (n == buffer.length) buffer = Arrays.copyOf(buffer, 2 * n);
            n += deflater.deflate(buffer, n, buffer.length - n);
        }
        return Arrays.copyOf(buffer, n);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
