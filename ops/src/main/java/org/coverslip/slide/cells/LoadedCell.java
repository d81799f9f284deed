package org.coverslip.slide.cells;

import net.imglib2.img.cell.Cell;

/**
 * A decoded cell as the cache keeps it.
 *
 * @param cell its pixels
 * @param bytes they take
 */
record LoadedCell(Cell<?> cell, int bytes) {}
