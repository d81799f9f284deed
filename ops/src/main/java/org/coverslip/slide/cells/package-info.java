/**
 * Pyramid levels that load when they are touched: any reader that can decode a region becomes
 * ImgLib2 images over one cache, bounded in bytes, that all slides share. Knows no file format.
 *
 * <pre>{@code
 * Pool<Decoder> decoders = new Pool<>(file, cores, () -> new Decoder(file));
 * CellImages images = new CellImages(file, CellCache.shared(), region -> decoders.use(d -> d.read(region)));
 * images.image(new CellLayout(width, height, 3, 3, 512, 512, PixelType.UINT8), level, plane); // [x,y,c]
 * }</pre>
 */
package org.coverslip.slide.cells;
