package org.coverslip.segment.objects;

import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Polygon;

/**
 * A polygon given by rays from a point: ray k of n leads at the angle 2 pi k / n from the x axis
 * towards the y axis. Source: Schmidt et al. 2018, "Cell detection with star-convex polygons".
 */
final class StarPolygon {

    /** NB: two copies of one polygon share all sides; moved by this they cross and can be told. */
    private static final double NUDGE = 1e-7;

    final double x;
    final double y;
    final float score;
    final int label;
    private final double[] px;
    private final double[] py;
    private final double area;
    private final double outer;
    private final double inner;

    /**
     * @param x centre, pixels
     * @param y centre
     * @param rays lengths, above 0, at least 3 of them
     * @param score probability that there is an object
     * @param label class of the object
     */
    StarPolygon(double x, double y, float[] rays, float score, int label) {
        this.x = x;
        this.y = y;
        this.score = score;
        this.label = label;
        int n = rays.length;
        px = new double[n];
        py = new double[n];
        Directions unit = Directions.of(n);
        double far = 0;
        for (int k = 0; k < n; k++) {
            px[k] = x + rays[k] * unit.cos()[k];
            py[k] = y + rays[k] * unit.sin()[k];
            far = Math.max(far, rays[k]);
        }
        outer = far;
        double sum = 0;
        double near = Double.POSITIVE_INFINITY;
        double sine = Math.sin(2 * Math.PI / n);
        for (int k = 0; k < n; k++) {
            int next = k + 1 == n ? 0 : k + 1;
            sum += rays[k] * (double) rays[next] * sine;
            near = Math.min(near, distance(k, next));
        }
        area = sum / 2;
        inner = near;
    }

    /** Distance of the centre from a side. */
    private double distance(int k, int next) {
        double dx = px[next] - px[k];
        double dy = py[next] - py[k];
        double length = dx * dx + dy * dy;
        double t = length > 0 ? ((x - px[k]) * dx + (y - py[k]) * dy) / length : 0;
        t = Math.max(0, Math.min(1, t));
        return Math.hypot(px[k] + t * dx - x, py[k] + t * dy - y);
    }

    private record Directions(double[] cos, double[] sin) {

        private static volatile Directions last = new Directions(new double[0], new double[0]);

        static Directions of(int n) {
            Directions known = last;
            if (known.cos.length == n) return known;
            double[] c = new double[n];
            double[] s = new double[n];
            for (int k = 0; k < n; k++) {
                c[k] = Math.cos(2 * Math.PI * k / n);
                s[k] = Math.sin(2 * Math.PI * k / n);
            }
            return last = new Directions(c, s);
        }
    }

    double area() {
        return area;
    }

    /** Length of the longest ray. */
    double reach() {
        return outer;
    }

    /**
     * Whether two polygons share more than a part of the smaller one's area.
     *
     * @param part 0 to 1
     */
    boolean overlaps(StarPolygon other, double part) {
        double dx = other.x - x;
        double dy = other.y - y;
        double d = Math.sqrt(dx * dx + dy * dy);
        if (d >= outer + other.outer) return false;
        double smaller = Math.min(area, other.area);
        // NB: bounds that need no polygons decide nine pairs of ten.
        if (lens(inner, other.inner, d) > part * smaller) return true;
        if (lens(outer, other.outer, d) <= part * smaller) return false;
        return intersection(other) > part * smaller;
    }

    /** Area that two discs share. */
    private static double lens(double r, double q, double d) {
        if (d >= r + q) return 0;
        double small = Math.min(r, q);
        if (d <= Math.abs(r - q)) return Math.PI * small * small;
        double a = (d * d + r * r - q * q) / (2 * d);
        double b = d - a;
        return cap(r, a) + cap(q, b);
    }

    private static double cap(double r, double a) {
        double c = Math.max(-1, Math.min(1, a / r));
        return r * r * Math.acos(c) - a * Math.sqrt(Math.max(0, r * r - a * a));
    }

    /**
     * The area that two polygons share, by Green's theorem: along the parts of either outline that
     * lie inside the other polygon.
     */
    double intersection(StarPolygon other) {
        double shiftX = NUDGE * (1 + outer);
        double shiftY = shiftX * 0.7368;
        double sum = along(this, 0, 0, other, shiftX, shiftY);
        sum += along(other, shiftX, shiftY, this, 0, 0);
        return Math.max(0, sum / 2);
    }

    /** Twice the area swept from the origin (our centre) along our outline's parts inside it. */
    private double along(StarPolygon a, double ax, double ay, StarPolygon b, double bx, double by) {
        int n = a.px.length;
        int m = b.px.length;
        double cx = b.x + bx;
        double cy = b.y + by;
        double[] cuts = new double[8];
        double sum = 0;
        double x0 = a.px[n - 1] + ax;
        double y0 = a.py[n - 1] + ay;
        double wedge0 = wedge(x0 - cx, y0 - cy, m);
        for (int k = 0; k < n; k++) {
            double x1 = a.px[k] + ax;
            double y1 = a.py[k] + ay;
            double wedge1 = wedge(x1 - cx, y1 - cy, m);
            double turn = wedge1 - wedge0;
            if (turn > m / 2.0) turn -= m;
            if (turn < -m / 2.0) turn += m;
            int from = (int) Math.floor(Math.min(wedge0, wedge0 + turn) - 1e-9);
            int to = (int) Math.floor(Math.max(wedge0, wedge0 + turn) + 1e-9);
            int found = 0;
            cuts[found++] = 0;
            for (int s = from; s <= to; s++) {
                int i = Math.floorMod(s, m);
                int j = i + 1 == m ? 0 : i + 1;
                double t =
                        crossing(
                                x0,
                                y0,
                                x1,
                                y1,
                                b.px[i] + bx,
                                b.py[i] + by,
                                b.px[j] + bx,
                                b.py[j] + by);
                if (!(t > 0 && t < 1)) continue;
                if (found + 1 == cuts.length) cuts = java.util.Arrays.copyOf(cuts, 2 * found);
                cuts[found++] = t;
            }
            if (found > 2) java.util.Arrays.sort(cuts, 0, found);
            cuts = found == cuts.length ? java.util.Arrays.copyOf(cuts, found + 1) : cuts;
            cuts[found] = 1;
            for (int c = 0; c < found; c++) {
                double middle = (cuts[c] + cuts[c + 1]) / 2;
                if (!b.contains(x0 + middle * (x1 - x0) - bx, y0 + middle * (y1 - y0) - by)) {
                    continue;
                }
                double sx = x0 + cuts[c] * (x1 - x0) - x;
                double sy = y0 + cuts[c] * (y1 - y0) - y;
                double ex = x0 + cuts[c + 1] * (x1 - x0) - x;
                double ey = y0 + cuts[c + 1] * (y1 - y0) - y;
                sum += sx * ey - sy * ex;
            }
            x0 = x1;
            y0 = y1;
            wedge0 = wedge1;
        }
        return sum;
    }

    /** Which of {@code n} rays a direction follows, with its fraction: 0 up to n. */
    private static double wedge(double dx, double dy, int n) {
        double turns = Math.atan2(dy, dx) / (2 * Math.PI);
        return (turns < 0 ? turns + 1 : turns) * n;
    }

    /** Where on the first segment, 0 to 1, it meets the second; NaN if it does not. */
    private static double crossing(
            double x0,
            double y0,
            double x1,
            double y1,
            double u0,
            double v0,
            double u1,
            double v1) {
        double dx = x1 - x0;
        double dy = y1 - y0;
        double ex = u1 - u0;
        double ey = v1 - v0;
        double det = dx * ey - dy * ex;
        if (det == 0) return Double.NaN;
        double t = ((u0 - x0) * ey - (v0 - y0) * ex) / det;
        double s = ((u0 - x0) * dy - (v0 - y0) * dx) / det;
        return s >= 0 && s <= 1 ? t : Double.NaN;
    }

    /** Whether a point lies inside. */
    boolean contains(double qx, double qy) {
        double dx = qx - x;
        double dy = qy - y;
        double d2 = dx * dx + dy * dy;
        if (d2 < inner * inner) return true;
        if (d2 > outer * outer) return false;
        int n = px.length;
        int i = (int) Math.min(n - 1, wedge(dx, dy, n));
        int j = i + 1 == n ? 0 : i + 1;
        return (px[j] - px[i]) * (qy - py[i]) - (py[j] - py[i]) * (qx - px[i]) >= 0;
    }

    /** As a JTS polygon. */
    Polygon outline(GeometryFactory factory) {
        int n = px.length;
        Coordinate[] ring = new Coordinate[n + 1];
        for (int k = 0; k < n; k++) ring[k] = new Coordinate(px[k], py[k]);
        ring[n] = ring[0].copy();
        return factory.createPolygon(ring);
    }

    /**
     * The pixels whose centres lie inside.
     *
     * @param width of the plane, beyond which there are no pixels
     * @param height of the plane
     * @return null if there are none
     */
    ObjectMask mask(int width, int height) {
        int x0 = (int) Math.max(0, Math.floor(x - outer));
        int y0 = (int) Math.max(0, Math.floor(y - outer));
        int x1 = (int) Math.min(width - 1.0, Math.ceil(x + outer));
        int y1 = (int) Math.min(height - 1.0, Math.ceil(y + outer));
        if (x1 < x0 || y1 < y0) return null;
        int w = x1 - x0 + 1;
        int h = y1 - y0 + 1;
        boolean[] on = new boolean[Math.multiplyExact(w, h)];
        for (int j = 0; j < h; j++) {
            for (int i = 0; i < w; i++) on[j * w + i] = contains(x0 + i + 0.5, y0 + j + 0.5);
        }
        return new ObjectMask(x0, y0, w, h, on).trimmed();
    }
}
