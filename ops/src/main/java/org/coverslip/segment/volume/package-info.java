/**
 * Volumes: networks that see slices above and below, tile by tile in three dimensions, and objects
 * that reach through slices.
 */
package org.coverslip.segment.volume;
