package org.coverslip.detect;

/**
 * An upright rectangle in continuous pixel coordinates: pixel (0, 0) covers 0 to 1 in x and y.
 *
 * @param x0 left edge
 * @param y0 upper edge
 * @param x1 right edge, not below {@code x0}
 * @param y1 lower edge, not below {@code y0}
 */
public record Box(double x0, double y0, double x1, double y1) {

    public Box {
        // NB: written so that NaN fails as well.
        if (!(x1 >= x0 && y1 >= y0) || Double.isInfinite(x1 - x0) || Double.isInfinite(y1 - y0)) {
            throw new IllegalArgumentException(
                    "no box: " + x0 + ", " + y0 + " to " + x1 + ", " + y1);
        }
    }

    /**
     * @param x of the centre
     * @param y of the centre
     * @param width not negative
     * @param height not negative
     */
    public static Box centred(double x, double y, double width, double height) {
        return new Box(x - width / 2, y - height / 2, x + width / 2, y + height / 2);
    }

    public double width() {
        return x1 - x0;
    }

    public double height() {
        return y1 - y0;
    }

    public double centreX() {
        return (x0 + x1) / 2;
    }

    public double centreY() {
        return (y0 + y1) / 2;
    }

    public double area() {
        return width() * height();
    }

    /** Area that both cover; 0 where they are apart. */
    public double intersection(Box other) {
        double w = Math.min(x1, other.x1) - Math.max(x0, other.x0);
        double h = Math.min(y1, other.y1) - Math.max(y0, other.y0);
        return w > 0 && h > 0 ? w * h : 0;
    }

    /** Intersection over union, 0 to 1; 0 where neither has an area. */
    public double iou(Box other) {
        double common = intersection(other);
        return common == 0 ? 0 : common / (area() + other.area() - common);
    }

    /** Intersection over the smaller of both areas, 0 to 1: 1 where one lies in the other. */
    public double overSmaller(Box other) {
        double common = intersection(other);
        return common == 0 ? 0 : common / Math.min(area(), other.area());
    }

    /** The smallest box around both. */
    public Box union(Box other) {
        return new Box(
                Math.min(x0, other.x0),
                Math.min(y0, other.y0),
                Math.max(x1, other.x1),
                Math.max(y1, other.y1));
    }

    /** The part inside 0 to width, 0 to height; may have no area. */
    public Box clip(double width, double height) {
        return new Box(clamp(x0, width), clamp(y0, height), clamp(x1, width), clamp(y1, height));
    }

    private static double clamp(double v, double most) {
        return Math.max(0, Math.min(most, v));
    }

    /** Multiplied by a factor per axis, then moved. */
    public Box map(double scaleX, double scaleY, double dx, double dy) {
        return new Box(x0 * scaleX + dx, y0 * scaleY + dy, x1 * scaleX + dx, y1 * scaleY + dy);
    }
}
