package org.coverslip.detect.decode;

import java.util.List;
import org.coverslip.detect.Detection;
import org.scijava.plugin.Plugin;

/**
 * YOLOv5 and v7: {@code [b, n, 5 + classes]}, or {@code [b, 5 + classes, n]}. A row is x, y, width,
 * height of the box, objectness and a score per class, all after their sigmoid; boxes in parts of
 * the input, or in pixels. The score is objectness times class score. n is three anchors in every
 * cell of grids of step 8, 16 and 32, and 64 in the large variants.
 */
@Plugin(type = Decoder.class)
public final class YoloV5 implements Decoder {

    private static final int CLASSES = 5;

    @Override
    public String name() {
        return "yolov5";
    }

    @Override
    public String layout() {
        return "YOLOv5 and v7: [b, 3 anchors per cell, 5 + classes]";
    }

    @Override
    public boolean fits(OutputLayout outputs) {
        return outputs.only().map(s -> anchorAxis(s, outputs) > 0).orElse(false);
    }

    /** The axis along which the anchors run; -1 if none. */
    private static int anchorAxis(long[] shape, OutputLayout outputs) {
        if (shape.length != 3) return -1;
        long small = 3 * outputs.cells(8, 16, 32);
        long large = 3 * outputs.cells(8, 16, 32, 64);
        for (int axis = 1; axis <= 2; axis++) {
            long columns = shape[3 - axis];
            boolean anchors = shape[axis] == small || shape[axis] == large;
            boolean named = outputs.classes().isEmpty();
            boolean classes =
                    named ? columns > CLASSES : columns == CLASSES + outputs.classes().getAsInt();
            if (anchors && classes) return axis;
        }
        return -1;
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        Values values = outputs.only(sample);
        OutputLayout layout = outputs.layout();
        Rows rows = new Rows(values, anchorAxis(layout.only().orElseThrow(), layout) == 2);
        boolean normalised = rows.normalised();
        double sx = normalised ? layout.width() : 1;
        double sy = normalised ? layout.height() : 1;
        Findings found = new Findings(values.name(), layout);
        for (int row = 0; row < rows.count(); row++) {
            double objectness = rows.at(row, 4);
            if (objectness < threshold) continue;
            int best = rows.best(row, CLASSES, rows.columns());
            double score = objectness * rows.at(row, best);
            if (score < threshold) continue;
            double x = rows.at(row, 0) * sx;
            double y = rows.at(row, 1) * sy;
            double w = rows.at(row, 2) * sx / 2;
            double h = rows.at(row, 3) * sy / 2;
            found.add(row, x - w, y - h, x + w, y + h, best - CLASSES, score);
        }
        return found.list();
    }
}
