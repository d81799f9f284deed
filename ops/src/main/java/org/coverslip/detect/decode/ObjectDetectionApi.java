package org.coverslip.detect.decode;

import ij.process.ByteProcessor;
import java.util.List;
import java.util.Optional;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.coverslip.detect.Outline;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * TensorFlow's Object Detection API: {@code detection_boxes} [b, n, 4] as top, left, bottom, right
 * in parts of the input, {@code detection_scores} [b, n], {@code detection_classes} [b, n] counted
 * from 1, {@code num_detections} [b]; masks, if there, as {@code detection_masks} [b, n, h, w] of
 * probabilities stretched over the box.
 */
@Plugin(type = Decoder.class, priority = Priority.HIGH)
public final class ObjectDetectionApi implements Decoder {

    @Override
    public String name() {
        return "tf-object-detection";
    }

    @Override
    public String layout() {
        return "TF Object Detection API: detection_boxes [b, n, 4], detection_scores [b, n],"
                + " detection_classes [b, n], num_detections [b]";
    }

    @Override
    public boolean fits(OutputLayout outputs) {
        return outputs.shape("detection_boxes").map(s -> s.length == 3 && s[2] == 4).orElse(false)
                && isList(outputs, "detection_scores")
                && isList(outputs, "detection_classes")
                && (outputs.name("detection_masks").isEmpty()
                        || outputs.sameRows("detection_boxes", "detection_masks"));
    }

    private static boolean isList(OutputLayout outputs, String name) {
        return outputs.shape(name).map(s -> s.length == 2).orElse(false)
                && outputs.sameRows("detection_boxes", name);
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        OutputLayout layout = outputs.layout();
        Values boxes = outputs.values("detection_boxes", sample);
        Values scores = outputs.values("detection_scores", sample);
        Values classes = outputs.values("detection_classes", sample);
        int count = boxes.extent(0);
        if (layout.name("num_detections").isPresent()) {
            count = NmsLists.count(boxes, outputs.values("num_detections", sample));
        }
        boolean masks = layout.shape("detection_masks").map(s -> s.length == 4).orElse(false);
        Findings found = new Findings(boxes.name(), layout);
        for (int row = 0; row < count; row++) {
            double score = scores.at(row);
            if (!Double.isFinite(score)) throw Rows.notFinite(scores.name(), row);
            if (score < threshold) continue;
            double x0 = boxes.at(row, 1) * layout.width();
            double y0 = boxes.at(row, 0) * layout.height();
            double x1 = boxes.at(row, 3) * layout.width();
            double y1 = boxes.at(row, 2) * layout.height();
            Optional<Outline> outline = Optional.empty();
            if (masks && x1 > x0 && y1 > y0) {
                Values mask = outputs.values("detection_masks", sample);
                outline = outline(mask, row, new Box(x0, y0, x1, y1));
            }
            found.add(row, x0, y0, x1, y1, Math.round(classes.at(row)) - 1, score, outline);
        }
        return found.list();
    }

    private static Optional<Outline> outline(Values masks, int row, Box box) {
        int h = masks.extent(1);
        int w = masks.extent(2);
        byte[] mask = new byte[w * h];
        for (int i = 0; i < mask.length; i++) {
            if (masks.at(row * w * h + i) >= 0.5) mask[i] = (byte) 255;
        }
        return MaskOutline.largest(new ByteProcessor(w, h, mask))
                .map(o -> o.map(box.width() / w, box.height() / h, box.x0(), box.y0()));
    }
}
