package org.coverslip.segment.objects;

import java.util.Optional;
import org.coverslip.slide.PixelSize;

/**
 * Measures of an object's form, in micrometres, or in pixels where their size is unknown.
 *
 * <p>Area, centroid, axes and eccentricity are scikit-image's, perimeter is its {@code perimeter}
 * with 4 neighbours (Benkrid and Crookes 2000). Diameters are those of ImageJ: of the convex hull
 * of the pixels' corners.
 *
 * @param x centre, in pixels of the plane; a whole number is the corner of a pixel
 * @param y centre
 * @param area number of pixels times the area of one
 * @param perimeter estimated from the border's pixels
 * @param circularity {@code 4 pi area / perimeter^2}, at most 1
 * @param feret largest distance of two corners
 * @param feretMin smallest width between two parallel lines
 * @param major axis of the ellipse with the same second moments, full length
 * @param minor axis
 * @param eccentricity of that ellipse, 0 for a circle
 * @param angle of the major axis from the x axis towards the y axis, degrees, 0 to 180
 * @param solidity area over that of the convex hull
 */
public record Shape(
        double x,
        double y,
        double area,
        double perimeter,
        double circularity,
        double feret,
        double feretMin,
        double major,
        double minor,
        double eccentricity,
        double angle,
        double solidity) {

    /**
     * @param pixel extent of a pixel; empty: lengths are in pixels
     */
    public static Shape of(ObjectMask mask, Optional<PixelSize> pixel) {
        double sx = pixel.map(PixelSize::x).orElse(1.0);
        double sy = pixel.map(PixelSize::y).orElse(1.0);
        int w = mask.width();
        boolean[] on = mask.on();
        long n = 0;
        double mx = 0;
        double my = 0;
        for (int y = 0, i = 0; y < mask.height(); y++) {
            for (int x = 0; x < w; x++, i++) {
                if (!on[i]) continue;
                n++;
                mx += x;
                my += y;
            }
        }
        mx /= n;
        my /= n;
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int y = 0, i = 0; y < mask.height(); y++) {
            for (int x = 0; x < w; x++, i++) {
                if (!on[i]) continue;
                double dx = (x - mx) * sx;
                double dy = (y - my) * sy;
                xx += dx * dx;
                yy += dy * dy;
                xy += dx * dy;
            }
        }
        xx /= n;
        yy /= n;
        xy /= n;
        double half = Math.sqrt((xx - yy) * (xx - yy) / 4 + xy * xy);
        double l1 = (xx + yy) / 2 + half;
        double l2 = Math.max(0, (xx + yy) / 2 - half);
        double angle = Math.toDegrees(Math.atan2(2 * xy, xx - yy) / 2);
        double area = n * sx * sy;
        // NB: the estimate knows square pixels only; others are taken for squares of their area.
        double perimeter = Perimeter.of(mask) * Math.sqrt(sx * sy);
        ConvexHull hull = ConvexHull.of(mask, sx, sy);
        double round = perimeter > 0 ? 4 * Math.PI * area / (perimeter * perimeter) : 1;
        return new Shape(
                mask.x() + mx + 0.5,
                mask.y() + my + 0.5,
                area,
                perimeter,
                Math.min(1, round),
                hull.diameter(),
                hull.width(),
                4 * Math.sqrt(l1),
                4 * Math.sqrt(l2),
                l1 > 0 ? Math.sqrt(1 - l2 / l1) : 0,
                angle < 0 ? angle + 180 : angle,
                area / hull.area());
    }
}
