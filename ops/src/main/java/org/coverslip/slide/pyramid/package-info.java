/**
 * Whole-slide pyramids in TIFF: tiled TIFF and BigTIFF, Aperio SVS, OME-TIFF with SubIFDs.
 *
 * <pre>{@code
 * PyramidReader → PyramidPages (which page is which level) → PageCheck (all there, all readable)
 *               → PyramidSlide (CellImages over TilePixels)
 * TilePixels    → TiffFile (bytes by position) → JpegDecoder or PackedTile
 * JpegDecoder   → JpegFrame, JpegTables, Huffman (headers) → JpegBits → InverseDct → JpegColour
 * }</pre>
 *
 * The pixels equal those of OpenSlide and libvips to the last bit, since the JPEG arithmetic is
 * that of libjpeg: accurate integer transform, triangle upsampling of colour, 16 bit colour
 * conversion.
 */
package org.coverslip.slide.pyramid;
