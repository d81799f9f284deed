package org.coverslip.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.coverslip.detect.suppress.HardSuppression;

/** Seconds that non-maximum suppression takes for 100 000 boxes of 10 to 100 pixels. */
final class BoxSuppression implements Benchmark {

    private static final int BOXES = 100_000;
    private static final int SIDE = 10_000;
    private static final int RUNS = 5;

    @Override
    public String name() {
        return "box_nms_100k_s";
    }

    @Override
    public Figure measure(Workshop workshop) {
        SplittableRandom random = new SplittableRandom(1);
        List<Detection> found = new ArrayList<>();
        for (int i = 0; i < BOXES; i++) {
            Box box =
                    Box.centred(
                            random.nextDouble(SIDE),
                            random.nextDouble(SIDE),
                            random.nextDouble(10, 100),
                            random.nextDouble(10, 100));
            found.add(new Detection(box, random.nextInt(3), random.nextDouble()));
        }
        HardSuppression suppression = new HardSuppression(0.45, false, Integer.MAX_VALUE);
        int kept = suppression.apply(found).size();
        double[] seconds = new double[RUNS];
        for (int i = 0; i < RUNS; i++) {
            long start = System.nanoTime();
            suppression.apply(found);
            seconds[i] = (System.nanoTime() - start) * 1e-9;
        }
        return new Figure(
                Workshop.median(seconds),
                "s",
                kept
                        + " stay; one thread; "
                        + Workshop.spread(seconds)
                        + " over "
                        + RUNS
                        + " runs");
    }
}
