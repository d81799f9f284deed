package org.coverslip.evaluate.segmentation;

/** Labels of pixels, over one or several planes: of objects or of classes, 0 for none. */
interface LabelSource {

    int width();

    int height();

    int planes();

    /**
     * Reads a rectangle that lies inside.
     *
     * @param out [y][x]
     */
    void read(int plane, int x, int y, int w, int h, int[] out);
}
