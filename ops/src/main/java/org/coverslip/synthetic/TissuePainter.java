package org.coverslip.synthetic;

import java.util.List;

/** Paints all of the tissue but its nuclei. */
final class TissuePainter {

    private static final int STEP = FieldWindow.STEP;

    private final double spacing;
    private final float perUm;
    private final RegionMap regions;
    private final FatCells fat;
    private final FibreTexture texture;
    private final int mask;

    TissuePainter(double spacing, RegionMap regions, FatCells fat, FibreTexture texture) {
        this.spacing = spacing;
        this.regions = regions;
        this.fat = fat;
        this.texture = texture;
        perUm = (float) (1 / spacing);
        mask = texture.size - 1;
    }

    void paint(Canvas canvas, FieldWindow window) {
        for (int y = canvas.y; y < canvas.y + canvas.h; y++) {
            for (int x = canvas.x; x < canvas.x + canvas.w; ) {
                int end = Math.min(canvas.x + canvas.w, (Math.floorDiv(x, STEP) + 1) * STEP);
                paintRow(canvas, window, x, end, y);
                x = end;
            }
        }
    }

    /** One row of one cell of the lattice: the fields are linear along it. */
    private void paintRow(Canvas canvas, FieldWindow window, int from, int to, int y) {
        int node = window.node(from, y);
        float[] values = window.values();
        int below = node + window.rowStep();
        float ty = Math.floorMod(y, STEP) * (1f / STEP);
        float[] left = new float[SlideFields.COUNT];
        float[] end = new float[SlideFields.COUNT];
        for (int f = 0; f < SlideFields.COUNT; f++) {
            left[f] = values[node + f] + ty * (values[below + f] - values[node + f]);
            int right = node + f + SlideFields.COUNT;
            end[f] = values[right] + ty * (values[below + f + SlideFields.COUNT] - values[right]);
        }
        if (left[SlideFields.TISSUE] < 0 && end[SlideFields.TISSUE] < 0) return;
        Spot spot = new Spot();
        int at = (y - canvas.y) * canvas.w + from - canvas.x;
        for (int x = from; x < to; x++, at++) {
            float tx = Math.floorMod(x, STEP) * (1f / STEP);
            spot.read(left, end, tx);
            if (spot.tissue < 0) continue;
            stain(spot, x, y);
            float edge = Math.min(1, spot.tissue * 0.4f);
            float strength = spot.stain * edge * (1.2f - 0.2f * Math.min(1, spot.tissue / 14));
            canvas.regions[at] = (byte) spot.region.ordinal();
            canvas.haematoxylin[at] = spot.h * strength;
            canvas.eosin[at] = spot.e * strength;
        }
    }

    /** The fields at one pixel, and what is painted there. */
    private static final class Spot {
        float tissue;
        float tumour;
        float stroma;
        float fibres;
        float waveX;
        float waveY;
        float stain;
        Region region;
        float h;
        float e;

        void read(float[] a, float[] b, float t) {
            tissue = a[0] + t * (b[0] - a[0]);
            tumour = a[1] + t * (b[1] - a[1]);
            stroma = a[2] + t * (b[2] - a[2]);
            fibres = a[3] + t * (b[3] - a[3]);
            waveX = a[4] + t * (b[4] - a[4]);
            waveY = a[5] + t * (b[5] - a[5]);
            stain = a[6] + t * (b[6] - a[6]);
        }
    }

    private void stain(Spot s, int x, int y) {
        int u = x + (int) (s.waveX * perUm + 65536) & mask;
        int v = y + (int) (s.waveY * perUm + 65536) & mask;
        int at = v * texture.size + u;
        float coarse = (texture.coarse[at] & 0xff) / 255f;
        float fine = (texture.fine[(y & mask) * texture.size + (x & mask)] & 0xff) / 255f;
        if (regions.hasTextures()) {
            s.region = regions.patch(x, y, s.waveX, s.waveY);
            plain(s, s.region, at, coarse, fine, x, y);
            return;
        }
        s.region = RegionMap.tissue(s.tumour, s.stroma);
        float stroma = clamp(0.5f + s.stroma / 10);
        float tumour = (1 - stroma) * clamp(0.5f + s.tumour / 12);
        float h = 0;
        float e = 0;
        if (stroma > 0) {
            plain(s, Region.STROMA, at, coarse, fine, x, y);
            h += stroma * s.h;
            e += stroma * s.e;
        }
        if (tumour > 0) {
            plain(s, Region.TUMOUR, at, coarse, fine, x, y);
            float open = cleft(s);
            h += tumour * s.h * open;
            e += tumour * s.e * open;
        }
        float normal = 1 - stroma - tumour;
        if (normal > 0) {
            plain(s, Region.NORMAL, at, coarse, fine, x, y);
            h += normal * s.h;
            e += normal * s.e;
        }
        s.h = h;
        s.e = e;
    }

    /** Shrinkage leaves a gap between some nests of tumour and their stroma. */
    private static float cleft(Spot s) {
        float near = 1 - Math.abs(s.stroma + 4) / 3.5f;
        float some = clamp((s.waveX - 6) / 6);
        return 1 - 0.85f * clamp(near * 1.6f) * some;
    }

    private void plain(Spot s, Region region, int at, float coarse, float fine, int x, int y) {
        switch (region) {
            case STROMA -> {
                float fibre = fibre(s.fibres, at);
                s.e = 0.09f + 0.2f * fibre + 0.06f * coarse + 0.05f * fine;
                s.h = 0.02f + 0.03f * fibre;
            }
            case TUMOUR -> {
                s.e = 0.13f + 0.09f * coarse + 0.05f * fine;
                s.h = 0.06f + 0.06f * coarse + 0.02f * fine;
            }
            case NORMAL -> {
                float fibre = fibre(s.fibres, at);
                s.e = 0.06f + 0.1f * fibre * (0.5f + 0.9f * coarse) + 0.04f * fine;
                s.h = 0.02f + 0.03f * coarse;
            }
            case FAT -> {
                float d =
                        (float)
                                fat.wall(
                                        (x + 0.5) * spacing + s.waveX * 0.2,
                                        (y + 0.5) * spacing + s.waveY * 0.2);
                float wall = clamp(1.7f - d);
                s.e = 0.2f * wall;
                s.h = 0.03f * wall;
            }
            default -> {
                s.e = 0.1f + 0.05f * coarse + 0.03f * fine;
                s.h = 0.1f + 0.06f * coarse;
            }
        }
    }

    private float fibre(float eighths, int at) {
        int k = (int) Math.floor(eighths);
        float t = clamp((eighths - k - 0.3f) * 2.5f);
        int from = texture.fibres[k & 7][at] & 0xff;
        int to = texture.fibres[k + 1 & 7][at] & 0xff;
        return (from + t * (to - from)) / 255f;
    }

    private static float clamp(float v) {
        return Math.max(0, Math.min(1, v));
    }

    /** Glands over the ground of normal tissue. */
    void paint(Canvas canvas, List<Gland> glands) {
        for (Gland g : glands) {
            int x0 = (int) Math.max(canvas.x, Math.floor(g.x() - g.reach() - 2));
            int x1 = (int) Math.min(canvas.x + canvas.w, Math.ceil(g.x() + g.reach() + 2));
            int y0 = (int) Math.max(canvas.y, Math.floor(g.y() - g.reach() - 2));
            int y1 = (int) Math.min(canvas.y + canvas.h, Math.ceil(g.y() + g.reach() + 2));
            for (int y = y0; y < y1; y++) {
                for (int x = x0; x < x1; x++) paint(canvas, g, x, y);
            }
        }
    }

    private void paint(Canvas canvas, Gland g, int x, int y) {
        double dx = x + 0.5 - g.x();
        double dy = y + 0.5 - g.y();
        double d = Math.max(1e-6, Math.sqrt(dx * dx + dy * dy));
        // Both in um: inwards from the outer border, outwards from the lumen's.
        double outer = g.radius() * g.border(dx / d, dy / d);
        float depth = (float) ((outer - d) * spacing);
        float inside = clamp(0.5f + depth);
        if (inside == 0) return;
        int at = (y - canvas.y) * canvas.w + x - canvas.x;
        int grain = (y & mask) * texture.size + (x & mask);
        float fine = (texture.fine[grain] & 0xff) / 255f;
        float coarse = (texture.coarse[grain] & 0xff) / 255f;
        float toLumen = (float) ((d - outer * g.lumen()) * spacing) + 2 * coarse - 1;
        float cell = clamp(0.5f + toLumen * 0.7f);
        float rim = clamp(1.3f - Math.abs(depth - 0.6f)) + 0.6f * clamp(1.2f - Math.abs(toLumen));
        float e = cell * (0.12f + 0.06f * fine + 0.04f * coarse) + 0.1f * rim + 0.012f;
        float h = cell * (0.035f + 0.03f * coarse) + 0.03f * rim;
        canvas.eosin[at] += inside * (e - canvas.eosin[at]);
        canvas.haematoxylin[at] += inside * (h - canvas.haematoxylin[at]);
    }
}
