package org.coverslip.slide.cells;

/**
 * One cell of one slide.
 *
 * @param owner the slide's images, compared by identity
 * @param level index of the level
 * @param plane index of the plane
 * @param cell index in the level's grid
 */
record CellKey(Object owner, int level, int plane, long cell) {}
