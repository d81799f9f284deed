package org.coverslip.slide.pyramid;

/**
 * The part of a tile that is wanted: its upper left corner, smaller at the right and lower edge of
 * a level.
 *
 * @param width wanted pixels
 * @param height wanted pixels
 * @param channels samples per pixel
 * @param fullWidth pixels of a whole tile
 * @param fullHeight pixels of a whole tile
 */
record TileSize(int width, int height, int channels, int fullWidth, int fullHeight) {}
