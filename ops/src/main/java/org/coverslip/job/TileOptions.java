package org.coverslip.job;

/**
 * How slides are cut into tiles.
 *
 * @param region which tiles
 * @param overlap part of a tile that it shares with the next, 0 up to 0.95
 * @param spacing micrometres per pixel of the slide's full resolution; 0: as the file says
 */
public record TileOptions(Region region, double overlap, double spacing) {

    public static final TileOptions DEFAULT = new TileOptions(Region.TISSUE, 0, 0);
}
