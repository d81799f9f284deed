package org.coverslip.segment.objects;

/** Whole numbers for the pixels of a plane that may be too large for memory. */
public interface LabelPlane {

    int width();

    int height();

    /** Reads a rectangle that lies inside. */
    void read(int x, int y, int w, int h, int[] out);

    /** Writes a rectangle that lies inside. */
    void write(int x, int y, int w, int h, int[] values);
}
