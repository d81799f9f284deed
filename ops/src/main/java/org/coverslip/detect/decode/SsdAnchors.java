package org.coverslip.detect.decode;

import java.util.List;
import java.util.Optional;
import org.coverslip.detect.Detection;
import org.scijava.plugin.Plugin;

/**
 * SSD before its suppression (Liu et al. 2016, arXiv 1512.02325), as TensorFlow's Object Detection
 * API exports it: box encodings {@code [b, n, 4]} or {@code [b, n, 1, 4]} as dy, dx, dh, dw, class
 * scores {@code [b, n, 1 + classes]} of which the first is the background, and anchors {@code [n,
 * 4]} or {@code [b, n, 4]} as centre y, centre x, height, width in parts of the input.
 *
 * <pre>
 * cy = dy / 10 * ha + ya     h = exp(dh / 5) * ha
 * cx = dx / 10 * wa + xa     w = exp(dw / 5) * wa
 * </pre>
 *
 * <p>Names: {@code raw_detection_boxes} is not this (it is decoded); it takes {@code
 * box_encodings}, {@code class_predictions} and {@code anchors}, or what the bundle's decoder says
 * under {@code boxes}, {@code scores} and {@code anchors}. Class scores are probabilities if all of
 * them are from 0 to 1, as the export for TFLite gives them, else logits; {@code sigmoid: true} or
 * {@code false} says so instead.
 */
@Plugin(type = Decoder.class)
public final class SsdAnchors implements Decoder {

    private static final double PLACE = 10;
    private static final double SIZE = 5;

    @Override
    public String name() {
        return "ssd";
    }

    @Override
    public String layout() {
        return "SSD: box_encodings [b, n, 4] or [b, n, 1, 4], class_predictions [b, n, 1 + classes], anchors [n, 4]";
    }

    private record Names(String boxes, String scores, String anchors) {

        static Optional<Names> of(OutputLayout outputs) {
            Names names =
                    new Names(
                            outputs.hint("boxes").orElse("box_encodings"),
                            outputs.hint("scores").orElse("class_predictions"),
                            outputs.hint("anchors").orElse("anchors"));
            boolean fits =
                    isTable(outputs, names.boxes, 3, 4)
                            && isTable(outputs, names.scores, 3, columns(outputs))
                            && isTable(outputs, names.anchors, 2, 4)
                            && outputs.sameRows(names.boxes, names.scores)
                            && sameRows(outputs, names.boxes, names.anchors);
            return fits ? Optional.of(names) : Optional.empty();
        }

        private static int columns(OutputLayout outputs) {
            return outputs.classes().isPresent() ? 1 + outputs.classes().getAsInt() : -1;
        }

        /** NB: anchors have no batch, or one as the boxes have it. */
        private static boolean sameRows(OutputLayout outputs, String boxes, String anchors) {
            long[] shape = outputs.shape(anchors).orElseThrow();
            long wanted = outputs.shape(boxes).orElseThrow()[1];
            long given = shape[shape.length - 2];
            return wanted < 0 || given < 0 || wanted == given;
        }

        private static boolean isTable(OutputLayout outputs, String name, int rank, int columns) {
            return outputs.shape(name)
                    .filter(s -> s.length >= rank && (columns < 0 || s[s.length - 1] == columns))
                    .isPresent();
        }
    }

    @Override
    public boolean fits(OutputLayout outputs) {
        return Names.of(outputs).isPresent();
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        OutputLayout layout = outputs.layout();
        Names names = Names.of(layout).orElseThrow();
        Values boxes = outputs.values(names.boxes, sample);
        Values scores = outputs.values(names.scores, sample);
        float[] anchors = outputs.tensors().get(layout.name(names.anchors).orElseThrow()).floats();
        int columns = scores.extent(scores.shape().length - 1);
        int count = boxes.extent(0);
        boolean logits =
                layout.hint("sigmoid")
                        .map(Boolean::parseBoolean)
                        .orElseGet(() -> !areProbabilities(scores, count * columns));
        int from = anchors.length == 4 * count ? 0 : sample * 4 * count;
        Findings found = new Findings(boxes.name(), layout);
        for (int row = 0; row < count; row++) {
            int best = 1;
            for (int c = 2; c < columns; c++) {
                if (scores.at(row * columns + c) > scores.at(row * columns + best)) best = c;
            }
            double score = scores.at(row * columns + best);
            if (!Double.isFinite(score)) throw Rows.notFinite(scores.name(), row);
            if (logits) score = 1 / (1 + Math.exp(-score));
            if (score < threshold) continue;
            double ha = anchors[from + 4 * row + 2];
            double wa = anchors[from + 4 * row + 3];
            double cy = boxes.at(4 * row) / PLACE * ha + anchors[from + 4 * row];
            double cx = boxes.at(4 * row + 1) / PLACE * wa + anchors[from + 4 * row + 1];
            double h = Math.exp(boxes.at(4 * row + 2) / SIZE) * ha / 2;
            double w = Math.exp(boxes.at(4 * row + 3) / SIZE) * wa / 2;
            found.add(
                    row,
                    (cx - w) * layout.width(),
                    (cy - h) * layout.height(),
                    (cx + w) * layout.width(),
                    (cy + h) * layout.height(),
                    best - 1,
                    score);
        }
        return found.list();
    }

    /** NB: of thousands of logits, most of them of background, some are below 0. */
    private static boolean areProbabilities(Values scores, int count) {
        for (int i = 0; i < count; i++) {
            if (!(scores.at(i) >= 0 && scores.at(i) <= 1)) return false;
        }
        return true;
    }
}
