package org.coverslip.synthetic;

import java.util.List;

/** Paints nuclei: an edge, uneven chromatin, a darker rim, and nucleoli in tumour. */
final class NucleusPainter {

    /** Chromatin of a usual nucleus, in amounts of haematoxylin. */
    private static final double DARKNESS = 0.36;

    private final double spacing;
    private final FibreTexture texture;

    NucleusPainter(double spacing, FibreTexture texture) {
        this.spacing = spacing;
        this.texture = texture;
    }

    void paint(Canvas canvas, List<Nucleus> nuclei) {
        for (int i = 0; i < nuclei.size(); i++) paint(canvas, nuclei.get(i), i + 1);
    }

    private void paint(Canvas canvas, Nucleus n, int label) {
        double reach = n.reach() + 2;
        int x0 = (int) Math.max(canvas.x, Math.floor(n.x() - reach));
        int x1 = (int) Math.min(canvas.x + canvas.w, Math.ceil(n.x() + reach));
        int y0 = (int) Math.max(canvas.y, Math.floor(n.y() - reach));
        int y1 = (int) Math.min(canvas.y + canvas.h, Math.ceil(n.y() + reach));
        if (x0 >= x1 || y0 >= y1) return;
        Inside inside = new Inside(n);
        double ca = StrictMath.cos(n.angle());
        double sa = StrictMath.sin(n.angle());
        double size = Math.sqrt(n.a() * n.b());
        double soft = Math.max(1.2, 0.5 / spacing);
        for (int y = y0; y < y1; y++) {
            double dy = y + 0.5 - n.y();
            for (int x = x0; x < x1; x++) {
                double dx = x + 0.5 - n.x();
                double u = (dx * ca + dy * sa) / n.a();
                double v = (dy * ca - dx * sa) / n.b();
                double d = Math.max(1e-6, Math.sqrt(u * u + v * v));
                double out = n.outline(u / d, v / d);
                double cover = Math.min(1, 0.5 + (out - d) * size / soft);
                int at = (y - canvas.y) * canvas.w + x - canvas.x;
                if (cover <= 0 || canvas.regions[at] == 0) continue;
                float h = (float) inside.haematoxylin(x, y, u, v, d / out);
                float e = 0.06f + 0.25f * canvas.eosin[at];
                float c = (float) cover;
                canvas.haematoxylin[at] += c * (h - canvas.haematoxylin[at]);
                canvas.eosin[at] += c * (e - canvas.eosin[at]);
                if (canvas.nuclei != null && d <= out) canvas.nuclei[at] = label;
            }
        }
    }

    /** What is inside one nucleus. */
    private final class Inside {

        private final double ground;
        private final double contrast;
        private final double rim;
        private final int shiftX;
        private final int shiftY;
        private final double[] spots;
        private final double spotSize;
        private final double a;
        private final double b;

        Inside(Nucleus n) {
            Counter draw = Counter.of(n.key(), 60, 0, 0);
            boolean tumour = n.region() == Region.TUMOUR;
            boolean open = tumour && draw.next() < 0.35;
            ground = n.darkness() * DARKNESS * (open ? 0.62 : 1);
            contrast = tumour ? 0.75 : 0.5;
            rim = open ? 0.5 : 0.22;
            shiftX = (int) (draw.bits() & 0xffff);
            shiftY = (int) (draw.bits() & 0xffff);
            int count = tumour ? (int) (draw.next() * 2.6) : 0;
            spots = new double[2 * count];
            for (int i = 0; i < spots.length; i++) spots[i] = draw.next(-0.45, 0.45);
            spotSize = draw.next(0.7, 1.3) / spacing;
            a = n.a();
            b = n.b();
        }

        double haematoxylin(int x, int y, double u, double v, double depth) {
            int mask = texture.size - 1;
            int at = (y + shiftY & mask) * texture.size + (x + shiftX & mask);
            double grain = (texture.fine[at] & 0xff) / 255.0 - 0.5;
            double h = ground * (1 + contrast * grain);
            if (depth > 0.7) h += ground * rim * Math.min(1, (depth - 0.7) * 5);
            for (int i = 0; i < spots.length; i += 2) {
                double dx = (u - spots[i]) * a;
                double dy = (v - spots[i + 1]) * b;
                double d = Math.sqrt(dx * dx + dy * dy);
                double cover = Math.max(0, Math.min(1, 0.5 + spotSize - d));
                h += cover * (DARKNESS * 1.5 - h);
            }
            return h;
        }
    }
}
