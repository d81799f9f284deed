package org.coverslip.segment.objects;

import org.locationtech.jts.geom.Geometry;

/**
 * An object as it was found.
 *
 * @param mask its pixels, in the plane reduced by {@code factor}
 * @param factor 1; more for objects too large to hold at full resolution
 * @param label its class, from 1
 * @param score probability; NaN where there is none
 * @param outline in pixels of the reduced plane
 */
public record Found(ObjectMask mask, int factor, int label, double score, Geometry outline) {

    static Found of(ObjectMask mask, int factor, int label) {
        return new Found(mask, factor, label, Double.NaN, Outline.of(mask));
    }
}
