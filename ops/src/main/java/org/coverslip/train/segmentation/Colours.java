package org.coverslip.train.segmentation;

import org.coverslip.train.prepare.Sha256;

/**
 * Red, green and blue of a picture, from 0 to 255, side by side and row by row. Whole numbers take
 * a byte each, others four.
 */
public final class Colours {

    private final byte[] bytes;
    private final float[] floats;

    private Colours(byte[] bytes, float[] floats) {
        this.bytes = bytes;
        this.floats = floats;
    }

    /** Whole numbers; the array is not copied. */
    public static Colours of(byte[] rgb) {
        return new Colours(rgb, null);
    }

    /** Any numbers from 0 to 255; the array is not copied. */
    public static Colours of(float[] rgb) {
        return new Colours(null, rgb);
    }

    /** Three for each pixel. */
    public int size() {
        return bytes == null ? floats.length : bytes.length;
    }

    float at(int index) {
        return bytes == null ? floats[index] : bytes[index] & 0xff;
    }

    void addTo(Sha256 digest) {
        if (bytes == null) digest.add(floats);
        else digest.add(bytes);
    }
}
