package org.coverslip.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where nuclei are. Each region has a lattice of jittered places; a place bears a nucleus if it
 * lies wholly in that region and meets no other of higher rank (Matern's second hard core process
 * with shapes instead of discs), so that outlines keep apart and a nucleus depends on nothing but
 * its surroundings within {@link #NEEDS}.
 */
final class Nuclei {

    /**
     * How far around a rectangle the fields must be known, um: gland cells reach out twice; the
     * nuclei of fat lie on walls up to four and a half places beyond.
     */
    static final double NEEDS =
            Math.max(2 * Glands.REACH + 5 * NucleusKind.REACH, 5 * FatCells.pitch());

    private final SlideParameters p;
    private final RegionMap regions;
    private final Glands glands;
    private final FatCells fat;
    private final List<NucleusKind> kinds;

    Nuclei(SlideParameters p, RegionMap regions, Glands glands, FatCells fat) {
        this.p = p;
        this.regions = regions;
        this.glands = glands;
        this.fat = fat;
        kinds = p.regions().stream().map(NucleusKind::of).collect(Collectors.toList());
    }

    /** Nuclei whose outline may touch the rectangle, pixels; in a fixed order. */
    List<Nucleus> touching(FieldWindow window, int x, int y, int w, int h) {
        double margin = NucleusKind.REACH / p.spacing();
        return centred(window, x - margin, y - margin, x + w + margin, y + h + margin).stream()
                .filter(
                        n ->
                                n.x() + n.reach() > x
                                        && n.x() - n.reach() < x + w
                                        && n.y() + n.reach() > y
                                        && n.y() - n.reach() < y + h)
                .toList();
    }

    /** Nuclei whose centre is in the rectangle. */
    List<Nucleus> centred(FieldWindow window, double x0, double y0, double x1, double y1) {
        List<Nucleus> found = new ArrayList<>();
        double ring = (Glands.REACH + NucleusKind.REACH) / p.spacing();
        List<Gland> near =
                p.regions().contains(Region.NORMAL)
                        ? glands.in(window, x0 - ring, y0 - ring, x1 + ring, y1 + ring)
                        : List.of();
        for (Gland g : near) found.addAll(glands.nuclei(g));
        for (NucleusKind kind : kinds) {
            new Places(window, kind, near, x0, y0, x1, y1).addTo(found);
        }
        found.removeIf(n -> n.x() < x0 || n.x() >= x1 || n.y() < y0 || n.y() >= y1);
        return found;
    }

    /** The lattice of one kind around a rectangle. */
    private final class Places {

        private final FieldWindow window;
        private final NucleusKind kind;
        private final List<Gland> near;
        private final double pitch;
        private final int ring;
        private final long i0;
        private final long j0;
        private final int columns;
        private final int rows;
        private final Nucleus[] candidates;
        private final long[] ranks;

        Places(
                FieldWindow window,
                NucleusKind kind,
                List<Gland> near,
                double x0,
                double y0,
                double x1,
                double y1) {
            this.window = window;
            this.kind = kind;
            this.near = near;
            pitch = kind.pitch() / p.spacing();
            ring = (int) Math.ceil(2 * NucleusKind.REACH / kind.pitch());
            i0 = (long) Math.floor(x0 / pitch) - ring - 1;
            j0 = (long) Math.floor(y0 / pitch) - ring - 1;
            columns = (int) ((long) Math.floor(x1 / pitch) + ring + 2 - i0);
            rows = (int) ((long) Math.floor(y1 / pitch) + ring + 2 - j0);
            candidates = new Nucleus[columns * rows];
            ranks = new long[candidates.length];
        }

        void addTo(List<Nucleus> found) {
            for (int at = 0; at < candidates.length; at++) candidates[at] = candidate(at);
            for (int j = ring; j < rows - ring; j++) {
                for (int i = ring; i < columns - ring; i++) {
                    int at = j * columns + i;
                    if (candidates[at] != null && survives(i, j)) found.add(candidates[at]);
                }
            }
        }

        private Nucleus candidate(int at) {
            long i = i0 + at % columns;
            long j = j0 + at / columns;
            Counter draw = Counter.of(p.seed(), 50 + kind.region().ordinal(), i, j);
            if (draw.next() >= kind.share()) return null;
            ranks[at] = draw.bits();
            // NB: every other row is shifted, as in a honeycomb; squares would be seen.
            double shift = (j & 1) == 0 ? 0.25 : 0.75;
            double x = (i + shift + draw.next(-1, 1) * kind.jitter()) * pitch;
            double y = (j + 0.5 + draw.next(-1, 1) * kind.jitter()) * pitch;
            double along = 0;
            if (kind.region() == Region.FAT) {
                double[] wall = fat.between(i, j);
                x = wall[0] / p.spacing();
                y = wall[1] / p.spacing();
                along = wall[2];
            }
            if (x < 0 || y < 0 || x >= p.width() || y >= p.height() || !isMine(x, y)) return null;
            if (kind.region() == Region.STROMA) {
                float eighths = window.at(SlideFields.FIBRES, (int) x, (int) y);
                along = eighths * Math.PI / FibreTexture.DIRECTIONS;
            }
            Nucleus n = kind.draw(x, y, along, p.spacing(), draw);
            return isWhole(n) && isOutsideGlands(n) ? n : null;
        }

        private boolean isMine(double x, double y) {
            return regions.at(window, (int) Math.floor(x), (int) Math.floor(y)) == kind.region();
        }

        private boolean isWhole(Nucleus n) {
            double c = StrictMath.cos(n.angle());
            double s = StrictMath.sin(n.angle());
            double a = n.a() * 1.1 + 1;
            double b = n.b() * 1.1 + 1;
            return isMine(n.x() + a * c, n.y() + a * s)
                    && isMine(n.x() - a * c, n.y() - a * s)
                    && isMine(n.x() - b * s, n.y() + b * c)
                    && isMine(n.x() + b * s, n.y() - b * c);
        }

        private boolean isOutsideGlands(Nucleus n) {
            if (kind.region() != Region.NORMAL) return true;
            for (Gland g : near) {
                double dx = n.x() - g.x();
                double dy = n.y() - g.y();
                double apart = g.reach() + n.reach();
                if (dx * dx + dy * dy < apart * apart) return false;
            }
            return true;
        }

        private boolean survives(int i, int j) {
            int at = j * columns + i;
            Nucleus n = candidates[at];
            for (int nj = j - ring; nj <= j + ring; nj++) {
                for (int ni = i - ring; ni <= i + ring; ni++) {
                    int other = nj * columns + ni;
                    Nucleus m = candidates[other];
                    if (m == null || other == at || ranks[other] < ranks[at]) continue;
                    if (n.touches(m, kind.gap() / p.spacing())) return false;
                }
            }
            return true;
        }
    }
}
