package org.coverslip.slide.write;

/** What one pixel of a written image is. All samples are unsigned whole numbers. */
public enum PixelKind {
    /** Red, green and blue, 8 bit each. */
    RGB8(3, 1),
    GREY8(1, 1),
    GREY16(1, 2),
    /** For labels: up to 4 294 967 295 objects. */
    GREY32(1, 4);

    private final int samples;
    private final int sampleBytes;

    PixelKind(int samples, int sampleBytes) {
        this.samples = samples;
        this.sampleBytes = sampleBytes;
    }

    /** Values per pixel. */
    public int samples() {
        return samples;
    }

    /** Bytes per value. */
    public int sampleBytes() {
        return sampleBytes;
    }

    /** Bytes per pixel. */
    public int bytes() {
        return samples * sampleBytes;
    }
}
