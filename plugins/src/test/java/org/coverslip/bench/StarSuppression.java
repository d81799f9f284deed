package org.coverslip.bench;

import java.util.Locale;
import java.util.SplittableRandom;
import org.coverslip.segment.objects.StarDecoder;
import org.coverslip.segment.objects.StarObjects;

/**
 * Seconds for the suppression of 100 000 StarDist candidates of 32 rays: nuclei of 6 pixels radius
 * with some twenty candidates each, uneven outlines, all in one go.
 */
final class StarSuppression implements Benchmark {

    private static final int CANDIDATES = 100_000;
    private static final int RAYS = 32;
    private static final int SIDE = 1100;
    private static final double PITCH = 16;
    private static final int RUNS = 5;

    @Override
    public String name() {
        return "stardist_nms_100k_s";
    }

    @Override
    public Figure measure(Workshop workshop) {
        float[][] planes = new float[1 + RAYS][SIDE * SIDE];
        int candidates = fill(planes);
        double[] seconds = new double[RUNS];
        int[] kept = new int[1];
        for (int i = 0; i < RUNS; i++) {
            kept[0] = 0;
            StarDecoder decoder = new StarDecoder(1, false, RAYS, 0.3, 512);
            long start = System.nanoTime();
            StarObjects objects =
                    new StarObjects(decoder, 0.3, SIDE, SIDE, SIDE, found -> kept[0]++);
            objects.rows(0, 0, SIDE, SIDE, planes);
            objects.finish();
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        String note =
                String.format(
                        Locale.ROOT,
                        "%d candidates, %d kept, median of %d runs (%s), one thread, masks included",
                        candidates,
                        kept[0],
                        RUNS,
                        Workshop.spread(seconds));
        return new Figure(Workshop.median(seconds), "s", note);
    }

    /** Candidates in the middle of nuclei, until there are enough. */
    private static int fill(float[][] planes) {
        SplittableRandom random = new SplittableRandom(32);
        int n = 0;
        for (int i = 0; i < SIDE * SIDE && n < CANDIDATES; i++) {
            double x = (i % SIDE) % PITCH - PITCH / 2;
            double y = (i / SIDE) % PITCH - PITCH / 2;
            double d = Math.hypot(x, y);
            if (d > 2.6) continue;
            n++;
            planes[0][i] = (float) (1 - d / 4 + random.nextDouble(0.01));
            for (int k = 0; k < RAYS; k++) {
                double angle = 2 * Math.PI * k / RAYS;
                double toRim = 7 - x * Math.cos(angle) - y * Math.sin(angle);
                planes[1 + k][i] = (float) (toRim + random.nextDouble(-0.7, 0.7));
            }
        }
        return n;
    }
}
