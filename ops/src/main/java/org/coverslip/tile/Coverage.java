package org.coverslip.tile;

/** A part of a slide, asked how much of a rectangle belongs to it. Safe for several threads. */
@FunctionalInterface
public interface Coverage {

    /** Everything. */
    Coverage ALL = (x, y, width, height) -> width * height;

    /**
     * The area of a rectangle that belongs to the part.
     *
     * @param x left edge, level-0 pixels
     * @param y upper edge
     * @param width above 0
     * @param height above 0
     * @return 0 to {@code width * height}, in level-0 pixels
     */
    double area(double x, double y, double width, double height);

    /**
     * The same part, for asking about rectangles within one row only: implementations that are slow
     * for the whole slide cut themselves to the row once.
     */
    default Coverage row(double y, double height) {
        return this;
    }
}
