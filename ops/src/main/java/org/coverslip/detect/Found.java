package org.coverslip.detect;

/**
 * An object of an image, with its place in it.
 *
 * @param plane from 0, z fastest, then time
 * @param part name of the ROI it was found in; empty where whole planes were looked at
 * @param track number that it has in all frames of a movie, from 1; 0: not tracked
 * @param detection in pixels of the full image
 */
public record Found(int plane, String part, int track, Detection detection) {}
