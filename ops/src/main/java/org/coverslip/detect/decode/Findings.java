package org.coverslip.detect.decode;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.coverslip.detect.Outline;

/** Collects detections, checked and clipped to the input. */
final class Findings {

    private final String output;
    private final int width;
    private final int height;
    private final List<Detection> found = new ArrayList<>();

    Findings(String output, OutputLayout layout) {
        this.output = output;
        this.width = layout.width();
        this.height = layout.height();
    }

    /**
     * @param row of the prediction, for messages
     */
    void add(int row, double x0, double y0, double x1, double y1, int label, double score) {
        add(row, x0, y0, x1, y1, label, score, Optional.empty());
    }

    void add(
            int row,
            double x0,
            double y0,
            double x1,
            double y1,
            int label,
            double score,
            Optional<Outline> outline) {
        if (!Double.isFinite(x0 + y0 + x1 + y1 + score)) throw Rows.notFinite(output, row);
        if (!(x1 > x0 && y1 > y0)) return;
        Box box = new Box(x0, y0, x1, y1).clip(width, height);
        if (box.area() > 0) {
            found.add(new Detection(box, label, Math.max(0, Math.min(1, score)), outline));
        }
    }

    List<Detection> list() {
        return found;
    }
}
