package org.coverslip.segment;

import org.coverslip.tile.Coverage;
import org.coverslip.tile.Placement;

/** Which output pixels belong to a part of a slide: those of which half lies inside. */
final class RegionRaster {

    /** Asked as a whole first: most squares lie wholly inside or outside. */
    private static final int BLOCK = 16;

    private final Coverage coverage;
    private final Placement placement;

    RegionRaster(Coverage coverage, Placement placement) {
        this.coverage = coverage;
        this.placement = placement;
    }

    /**
     * @return [y][x] as one array
     */
    boolean[] inside(int x, int y, int w, int h) {
        boolean[] in = new boolean[w * h];
        if (coverage == Coverage.ALL) {
            java.util.Arrays.fill(in, true);
            return in;
        }
        for (int by = 0; by < h; by += BLOCK) {
            int bh = Math.min(BLOCK, h - by);
            Coverage row = coverage.row(top(y + by), bh * placement.scaleY());
            for (int bx = 0; bx < w; bx += BLOCK) {
                block(row, x, y, bx, by, Math.min(BLOCK, w - bx), bh, w, in);
            }
        }
        return in;
    }

    private double top(int y) {
        return placement.offsetY() + y * placement.scaleY();
    }

    private double left(int x) {
        return placement.offsetX() + x * placement.scaleX();
    }

    private void block(
            Coverage row, int x, int y, int bx, int by, int bw, int bh, int w, boolean[] in) {
        double one = placement.scaleX() * placement.scaleY();
        double part =
                row.area(
                                left(x + bx),
                                top(y + by),
                                bw * placement.scaleX(),
                                bh * placement.scaleY())
                        / (one * bw * bh);
        if (part < 1e-9) return;
        for (int j = by; j < by + bh; j++) {
            for (int i = bx; i < bx + bw; i++) {
                in[j * w + i] =
                        part > 1 - 1e-9
                                || row.area(
                                                left(x + i),
                                                top(y + j),
                                                placement.scaleX(),
                                                placement.scaleY())
                                        >= one / 2;
            }
        }
    }
}
