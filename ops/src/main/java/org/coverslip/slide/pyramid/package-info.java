/**
 * Whole-slide pyramids in TIFF: tiled TIFF and BigTIFF, Aperio SVS, OME-TIFF with SubIFDs.
 *
 * <pre>{@code
 * PyramidReader → PyramidPages (which page is which level) → PageCheck (all there, all readable)
 *               → PyramidSlide (CellImages over TilePixels)
 * TilePixels    → TiffFile (bytes by position) → JpegDecoder or PackedTile
 * JpegDecoder   → JpegSize (what its header claims), Java's own decoder
 * }</pre>
 *
 * The pixels equal those of OpenSlide and libvips to the last bit, since Java's JPEG decoder is
 * libjpeg and its conversion of colours is repeated here.
 */
package org.coverslip.slide.pyramid;
