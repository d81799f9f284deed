package org.coverslip.detect.decode;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.detect.Detection;
import org.scijava.plugin.Plugin;

/**
 * YOLOv5 exported with TensorFlow's combined suppression: boxes {@code [b, n, 4]} as left, top,
 * right, bottom in parts of the input, scores {@code [b, n]}, classes {@code [b, n]} and the number
 * of valid ones {@code [b]}. The SavedModel names them {@code output_0} to {@code output_3}, or a
 * bundle's decoder says which is which under {@code boxes}, {@code scores}, {@code classes} and
 * {@code count}.
 */
@Plugin(type = Decoder.class)
public final class NmsLists implements Decoder {

    private static final List<String> NUMBERED =
            List.of("output_0", "output_1", "output_2", "output_3");

    @Override
    public String name() {
        return "nms-lists";
    }

    @Override
    public String layout() {
        return "suppression built in: boxes [b, n, 4], scores [b, n], classes [b, n], count [b]";
    }

    @Override
    public boolean fits(OutputLayout outputs) {
        return Head.of(outputs).isPresent();
    }

    private record Head(String boxes, String scores, String classes, String count) {

        static Optional<Head> of(OutputLayout outputs) {
            if (outputs.shapes().size() != 4) return Optional.empty();
            Head named =
                    new Head(
                            outputs.hint("boxes").orElse("boxes"),
                            outputs.hint("scores").orElse("scores"),
                            outputs.hint("classes").orElse("classes"),
                            outputs.hint("count").orElse("valid_detections"));
            if (named.fits(outputs)) return Optional.of(named);
            Head numbered =
                    new Head(NUMBERED.get(0), NUMBERED.get(1), NUMBERED.get(2), NUMBERED.get(3));
            return numbered.fits(outputs) ? Optional.of(numbered) : Optional.empty();
        }

        private boolean fits(OutputLayout outputs) {
            Map<String, long[]> shapes = outputs.shapes();
            return isRank(shapes, boxes, 3)
                    && last(shapes.get(boxes)) == 4
                    && isRank(shapes, scores, 2)
                    && isRank(shapes, classes, 2)
                    && shapes.containsKey(count)
                    && outputs.sameRows(boxes, scores)
                    && outputs.sameRows(boxes, classes);
        }

        private static boolean isRank(Map<String, long[]> shapes, String name, int rank) {
            return shapes.containsKey(name) && shapes.get(name).length == rank;
        }

        private static long last(long[] shape) {
            return shape[shape.length - 1];
        }
    }

    /** How many rows are valid. */
    static int count(Values boxes, Values said) {
        float count = said.at(0);
        if (!(count >= 0)) throw Rows.notFinite(said.name(), 0);
        return (int) Math.min(boxes.extent(0), count);
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        OutputLayout layout = outputs.layout();
        Head head = Head.of(layout).orElseThrow();
        Values boxes = outputs.values(head.boxes, sample);
        Values scores = outputs.values(head.scores, sample);
        Values classes = outputs.values(head.classes, sample);
        int count = count(boxes, outputs.values(head.count, sample));
        Findings found = new Findings(boxes.name(), layout);
        for (int row = 0; row < count; row++) {
            double score = scores.at(row);
            if (!Double.isFinite(score)) throw Rows.notFinite(scores.name(), row);
            if (score < threshold) continue;
            found.add(
                    row,
                    boxes.at(row, 0) * layout.width(),
                    boxes.at(row, 1) * layout.height(),
                    boxes.at(row, 2) * layout.width(),
                    boxes.at(row, 3) * layout.height(),
                    Math.round(classes.at(row)),
                    score);
        }
        return found.list();
    }
}
