package org.coverslip.detect.decode;

import java.util.List;
import java.util.Optional;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detection;
import org.coverslip.detect.Outline;
import org.scijava.plugin.Plugin;

/**
 * YOLOv8 and 11: {@code [b, 4 + classes + extra, n]}, or {@code [b, n, 4 + classes + extra]}. A
 * prediction is x, y, width, height and a score per class after its sigmoid, without objectness;
 * boxes in pixels, or in parts of the input where the export went through TFLite. n is one for
 * every cell of grids of step 8, 16 and 32.
 *
 * <p>Segmentation heads add coefficients behind the classes, and a second output of prototypes
 * {@code [b, h, w, k]} or {@code [b, k, h, w]}: see {@link PrototypeMasks}. Oriented boxes ({@code
 * task: obb}) add the angle in radians.
 */
@Plugin(type = Decoder.class)
public final class YoloV8 implements Decoder {

    private static final int CLASSES = 4;

    @Override
    public String name() {
        return "yolov8";
    }

    @Override
    public String layout() {
        return "YOLOv8 and 11: [b, 4 + classes, 1 per cell], with mask prototypes [b, h, w, k], or"
                + " with an angle and task=obb";
    }

    @Override
    public boolean fits(OutputLayout outputs) {
        return Head.of(outputs).isPresent();
    }

    /**
     * Which output is which.
     *
     * @param boxes name of the predictions
     * @param transposed whether the anchors run along the last axis
     * @param classes how many
     * @param masks name of the prototypes; empty if there are none
     * @param angle whether the last column is one
     */
    private record Head(
            String boxes, boolean transposed, int classes, Optional<String> masks, boolean angle) {

        static Optional<Head> of(OutputLayout outputs) {
            if (outputs.shapes().isEmpty() || outputs.shapes().size() > 2) return Optional.empty();
            for (var entry : outputs.shapes().entrySet()) {
                long[] shape = entry.getValue();
                if (shape.length != 3) continue;
                Optional<String> masks =
                        outputs.shapes().keySet().stream()
                                .filter(n -> !n.equals(entry.getKey()))
                                .findFirst();
                for (int axis = 2; axis >= 1; axis--) {
                    if (shape[axis] != outputs.cells(8, 16, 32)) continue;
                    Optional<Head> head =
                            of(outputs, entry.getKey(), axis == 2, shape[3 - axis], masks);
                    if (head.isPresent()) return head;
                }
            }
            return Optional.empty();
        }

        private static Optional<Head> of(
                OutputLayout outputs,
                String boxes,
                boolean transposed,
                long columns,
                Optional<String> masks) {
            boolean angle = outputs.hint("task").filter("obb"::equals).isPresent();
            long extra = angle ? 1 : 0;
            if (masks.isPresent()) {
                extra = PrototypeMasks.coefficients(outputs.shapes().get(masks.get()));
                if (extra < 1) return Optional.empty();
            }
            long classes = columns - CLASSES - extra;
            boolean fits =
                    outputs.classes().isEmpty()
                            ? classes >= 1
                            : classes == outputs.classes().getAsInt();
            return fits
                    ? Optional.of(new Head(boxes, transposed, (int) classes, masks, angle))
                    : Optional.empty();
        }
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        OutputLayout layout = outputs.layout();
        Head head = Head.of(layout).orElseThrow();
        Values values = outputs.values(head.boxes, sample);
        Rows rows = new Rows(values, head.transposed);
        boolean normalised = rows.normalised();
        double sx = normalised ? layout.width() : 1;
        double sy = normalised ? layout.height() : 1;
        Optional<PrototypeMasks> masks =
                head.masks.map(
                        n ->
                                PrototypeMasks.of(
                                        outputs.values(n, sample), rows, layout, head.classes));
        Findings found = new Findings(values.name(), layout);
        for (int row = 0; row < rows.count(); row++) {
            int best = rows.best(row, CLASSES, CLASSES + head.classes);
            double score = rows.at(row, best);
            if (score < threshold) continue;
            double w = rows.at(row, 2) * sx;
            double h = rows.at(row, 3) * sy;
            if (!(w > 0 && h > 0)) continue;
            Box box = Box.centred(rows.at(row, 0) * sx, rows.at(row, 1) * sy, w, h);
            Optional<Outline> outline = Optional.empty();
            if (head.angle) {
                outline = Optional.of(Outline.turned(box, rows.at(row, rows.columns() - 1)));
                box = outline.get().bounds();
            } else if (masks.isPresent()) {
                outline = masks.get().outline(row, box);
            }
            found.add(row, box.x0(), box.y0(), box.x1(), box.y1(), best - CLASSES, score, outline);
        }
        return found.list();
    }
}
