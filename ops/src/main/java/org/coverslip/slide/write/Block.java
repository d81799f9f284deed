package org.coverslip.slide.write;

import java.util.List;

/**
 * One unit of work, done: the full-resolution tiles under one tile of the second level, encoded,
 * and that tile's pixels.
 *
 * @param column, row of the second level's tile
 * @param tiles encoded
 * @param reduced pixels of the second level's tile, {@code tile} pixels per row; {@code null} if
 *     there is no such tile
 */
record Block(int column, int row, List<Encoded> tiles, byte[] reduced) {

    /** A tile as it stands in the file. */
    record Encoded(int level, int column, int row, byte[] bytes) {}
}
