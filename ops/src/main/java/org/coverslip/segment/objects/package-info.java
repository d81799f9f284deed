/** From pixels to objects: components, watershed, StarDist polygons, outlines, measurements. */
package org.coverslip.segment.objects;
