/**
 * Writing tiled pyramidal TIFF files of any size: slides and label images. Memory does not grow
 * with the image but for 16 bytes per tile.
 */
package org.coverslip.slide.write;
