package org.coverslip.synthetic;

/**
 * One to three pieces of tissue with uneven borders. The score falls with the distance from a
 * piece's middle; which score is the border is chosen by the share of tissue wanted.
 */
final class TissueShape {

    private final double width;
    private final double height;
    private final double side;
    private final double[] cx;
    private final double[] cy;
    private final double[] rx;
    private final double[] ry;
    private final SmoothNoise bendX;
    private final SmoothNoise bendY;
    private final SmoothNoise border;

    TissueShape(SlideParameters p) {
        width = p.width() * p.spacing();
        height = p.height() * p.spacing();
        side = Math.min(width, height);
        bendX = new SmoothNoise(p.seed(), 10);
        bendY = new SmoothNoise(p.seed(), 11);
        border = new SmoothNoise(p.seed(), 12);
        Counter draw = Counter.of(p.seed(), 13, 0, 0);
        int most = side < 3000 || p.tissue() > 0.5 ? 1 : 3;
        int pieces = 1 + (int) (most * draw.next());
        cx = new double[pieces];
        cy = new double[pieces];
        rx = new double[pieces];
        ry = new double[pieces];
        boolean across = width >= height;
        for (int i = 0; i < pieces; i++) {
            double along = (i + 0.5 + draw.next(-0.12, 0.12)) / pieces;
            double aside = draw.next(0.4, 0.6);
            cx[i] = width * (across ? along : aside);
            cy[i] = height * (across ? aside : along);
            rx[i] = width * draw.next(0.8, 1.2) / (across ? pieces : 1);
            ry[i] = height * draw.next(0.8, 1.2) / (across ? 1 : pieces);
        }
    }

    /** Score at a place in um; its slope is about 1 per um near a border. */
    double at(double x, double y) {
        double u = x / side;
        double v = y / side;
        double bx = x + side * (0.22 * bendX.at(2.6 * u, 2.6 * v, 2));
        double by = y + side * (0.22 * bendY.at(2.6 * u, 2.6 * v, 2));
        double nearest = Double.MAX_VALUE;
        for (int i = 0; i < cx.length; i++) {
            double dx = (bx - cx[i]) / rx[i];
            double dy = (by - cy[i]) / ry[i];
            nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy));
        }
        double rough = 0.05 * side * border.at(9 * u, 9 * v, 2);
        double fine = 18 * border.at(x / 160, y / 160, 3);
        return -nearest * side / cx.length + rough + fine;
    }
}
