package org.coverslip.slide.cells;

/**
 * A block of stored pixels within one plane of one level.
 *
 * @param level index of the pyramid level, 0 is full resolution
 * @param plane index over z and t
 * @param channel first channel
 * @param channels how many, from {@code channel} on
 * @param x left edge in pixels of the level
 * @param y top edge in pixels of the level
 * @param width pixels
 * @param height pixels
 */
public record Region(
        int level, int plane, int channel, int channels, long x, long y, int width, int height) {

    /** Samples in it. */
    public int samples() {
        return Math.multiplyExact(Math.multiplyExact(width, height), channels);
    }

    /** Names the block as a user can find it: {@code x 512 to 1023, y 0 to 511 of level 1}. */
    @Override
    public String toString() {
        String text = "x " + x + " to " + (x + width - 1) + ", y " + y + " to " + (y + height - 1);
        if (channel > 0) text += ", channel " + (channel + 1);
        if (plane > 0) text += ", plane " + (plane + 1);
        return text + " of level " + level;
    }
}
