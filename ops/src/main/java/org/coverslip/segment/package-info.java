/**
 * Segmentation: which class every pixel has, and which pixels are one object. {@link
 * org.coverslip.segment.Segment} does whole folders; everything else here can be used by itself.
 */
package org.coverslip.segment;
