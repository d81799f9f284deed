package org.coverslip.synthetic;

import java.util.ArrayList;
import java.util.List;

/** Where glands are: on a jittered lattice, wherever one fits into normal tissue. */
final class Glands {

    /** No gland's border is further from its middle, um. */
    static final double REACH = 51;

    private static final double PITCH = 130;
    private static final double MISSING = 0.2;
    private static final double CELL = 7.8;
    private static final int DIRECTIONS = 12;

    private final SlideParameters p;
    private final RegionMap regions;

    Glands(SlideParameters p, RegionMap regions) {
        this.p = p;
        this.regions = regions;
    }

    /** Glands whose middle is in the rectangle, pixels. */
    List<Gland> in(FieldWindow window, double x0, double y0, double x1, double y1) {
        double pitch = PITCH / p.spacing();
        List<Gland> found = new ArrayList<>();
        for (long j = (long) Math.floor(y0 / pitch); j <= (long) Math.floor(y1 / pitch); j++) {
            for (long i = (long) Math.floor(x0 / pitch); i <= (long) Math.floor(x1 / pitch); i++) {
                Gland g = at(i, j, pitch);
                if (g == null) continue;
                boolean inside = g.x() >= x0 && g.x() < x1 && g.y() >= y0 && g.y() < y1;
                if (inside && fits(window, g)) found.add(g);
            }
        }
        return found;
    }

    private Gland at(long i, long j, double pitch) {
        Counter draw = Counter.of(p.seed(), 40, i, j);
        if (draw.next() < MISSING) return null;
        double shift = (j & 1) == 0 ? 0.25 : 0.75;
        // NB: jitter keeps the middle inside its own cell of the lattice, and glands apart.
        double x = (i + shift + draw.next(-0.11, 0.11)) * pitch;
        double y = (j + 0.5 + draw.next(-0.11, 0.11)) * pitch;
        return new Gland(
                x,
                y,
                draw.next(26, 41) / p.spacing(),
                draw.next(0.25, 0.5),
                draw.next(-0.1, 0.1),
                draw.next(-0.06, 0.06),
                draw.next(-0.06, 0.06),
                draw.bits());
    }

    private boolean fits(FieldWindow window, Gland g) {
        if (!isNormal(window, g.x(), g.y())) return false;
        for (int i = 0; i < DIRECTIONS; i++) {
            double c = StrictMath.cos(2 * Math.PI * i / DIRECTIONS);
            double s = StrictMath.sin(2 * Math.PI * i / DIRECTIONS);
            double r = g.reach() * 1.04;
            if (!isNormal(window, g.x() + r * c, g.y() + r * s)) return false;
        }
        return true;
    }

    private boolean isNormal(FieldWindow window, double x, double y) {
        return regions.at(window, (int) Math.floor(x), (int) Math.floor(y)) == Region.NORMAL;
    }

    /** The nuclei of a gland: one row, near the outer border, standing upright on it. */
    List<Nucleus> nuclei(Gland g) {
        double um = 1 / p.spacing();
        int count = (int) (2 * Math.PI * 0.8 * g.radius() / (CELL * um));
        Counter draw = Counter.of(g.key(), 41, 0, 0);
        double turn = draw.next();
        List<Nucleus> ring = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double t = 2 * Math.PI * (i + turn + draw.next(-0.1, 0.1)) / count;
            double c = StrictMath.cos(t);
            double s = StrictMath.sin(t);
            double r = g.radius() * g.border(c, s) - draw.next(6.5, 9.5) * um;
            double x = g.x() + r * c;
            double y = g.y() + r * s;
            double a = draw.next(3.4, 4.6) * um;
            double b = draw.next(2.3, 2.8) * um;
            double tilt = t + draw.next(-0.25, 0.25);
            double dark = draw.next(0.8, 1.0);
            long key = draw.bits();
            if (x < 0 || y < 0 || x >= p.width() || y >= p.height()) continue;
            ring.add(new Nucleus(x, y, a, b, tilt, Region.NORMAL, 0.03, 0.02, 0.02, dark, key));
        }
        return ring;
    }
}
