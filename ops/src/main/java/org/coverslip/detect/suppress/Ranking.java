package org.coverslip.detect.suppress;

import java.util.Comparator;
import java.util.List;
import org.coverslip.detect.Detection;

/** The order in which detections are looked at: best score first, ties by place and class. */
final class Ranking {

    static final Comparator<Detection> ORDER =
            Comparator.comparingDouble(Detection::score)
                    .reversed()
                    .thenComparingDouble(d -> d.box().x0())
                    .thenComparingDouble(d -> d.box().y0())
                    .thenComparingDouble(d -> d.box().x1())
                    .thenComparingDouble(d -> d.box().y1())
                    .thenComparingInt(Detection::label);

    private Ranking() {}

    static List<Detection> of(List<Detection> found) {
        return found.stream().sorted(ORDER).toList();
    }
}
