package org.coverslip.slide;

/**
 * One resolution of a slide.
 *
 * @param width pixels
 * @param height pixels
 * @param downsample full-resolution pixels per pixel of this level; 1 for the first level, not
 *     rounded
 */
public record Level(long width, long height, double downsample) {}
