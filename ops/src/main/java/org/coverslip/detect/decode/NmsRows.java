package org.coverslip.detect.decode;

import java.util.List;
import org.coverslip.detect.Detection;
import org.scijava.plugin.Plugin;

/**
 * Exports with the suppression built in, one output: {@code [b, n, 6]} with left, top, right,
 * bottom, score and class per row (YOLOv8 with {@code nms=True}, YOLOv10), boxes in pixels of the
 * input or in parts of it; rows of score 0 are empty.
 */
@Plugin(type = Decoder.class)
public final class NmsRows implements Decoder {

    @Override
    public String name() {
        return "nms-rows";
    }

    @Override
    public String layout() {
        return "suppression built in: [b, n, 6] of left, top, right, bottom, score, class";
    }

    @Override
    public boolean fits(OutputLayout outputs) {
        return outputs.only()
                .map(s -> s.length == 3 && s[2] == 6 && !isGrid(s[1], outputs))
                .orElse(false);
    }

    /** NB: a YOLOv5 of one class and a YOLOv8 of two have six columns as well, per cell. */
    private static boolean isGrid(long rows, OutputLayout outputs) {
        long small = outputs.cells(8, 16, 32);
        return rows == small || rows == 3 * small || rows == 3 * outputs.cells(8, 16, 32, 64);
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        Values values = outputs.only(sample);
        OutputLayout layout = outputs.layout();
        boolean normalised = normalised(values);
        double sx = normalised ? layout.width() : 1;
        double sy = normalised ? layout.height() : 1;
        Findings found = new Findings(values.name(), layout);
        for (int row = 0; row < values.extent(0); row++) {
            double score = values.at(row, 4);
            if (!Double.isFinite(score)) throw Rows.notFinite(values.name(), row);
            if (score < threshold || score <= 0) continue;
            found.add(
                    row,
                    values.at(row, 0) * sx,
                    values.at(row, 1) * sy,
                    values.at(row, 2) * sx,
                    values.at(row, 3) * sy,
                    Math.round(values.at(row, 5)),
                    score);
        }
        return found.list();
    }

    /** NB: a box of at most two pixels in both directions is no object, so 2 parts the two. */
    private static boolean normalised(Values values) {
        float most = 0;
        for (int row = 0; row < values.extent(0); row++) {
            if (values.at(row, 4) <= 0) continue;
            most = Math.max(most, Math.max(values.at(row, 2), values.at(row, 3)));
        }
        return most <= 2;
    }
}
