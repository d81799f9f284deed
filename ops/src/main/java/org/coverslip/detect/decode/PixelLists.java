package org.coverslip.detect.decode;

import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.detect.Detection;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.network.Tensor;
import org.scijava.plugin.Plugin;

/**
 * One image at a time, no batch: boxes {@code [n, 4]} as top, left, bottom, right in pixels, scores
 * {@code [n]}, all of one class, as MTCNN in one frozen graph gives them (Zhang et al. 2016, arXiv
 * 1604.02878). The bundle's decoder has the name {@code pixel-lists}; {@code boxes} and {@code
 * scores} name the outputs, by default {@code box} and {@code prob}.
 */
@Plugin(type = Decoder.class)
public final class PixelLists implements Decoder {

    @Override
    public String name() {
        return "pixel-lists";
    }

    @Override
    public String layout() {
        return "one image without a batch: box [n, 4] of top, left, bottom, right, prob [n]";
    }

    /**
     * NB: shapes say too little; it has to be asked for by name, or by the names of the outputs.
     */
    @Override
    public boolean fits(OutputLayout outputs) {
        return find(outputs, "boxes", "box").isPresent()
                && find(outputs, "scores", "prob").isPresent();
    }

    /** Lists have an index in the place of a batch; the boxes' rank is often not told. */
    @Override
    public OutputSpec complete(OutputSpec output) {
        if (!output.axes().isEmpty()) return output;
        List<Size> sizes =
                output.sizes().isEmpty() ? List.of(Size.ANY, new Size.Fixed(4)) : output.sizes();
        if (sizes.size() > 2) return output;
        String axes = sizes.size() == 1 ? "i" : "ic";
        return new OutputSpec(
                output.name(), axes, output.type(), sizes, List.of(), output.postprocessing());
    }

    private static Optional<String> find(OutputLayout outputs, String key, String usual) {
        return outputs.name(outputs.hint(key).orElse(usual));
    }

    @Override
    public List<Detection> decode(Outputs outputs, int sample, double threshold) {
        OutputLayout layout = outputs.layout();
        String name = find(layout, "boxes", "box").orElseThrow();
        Tensor boxes = outputs.tensors().get(name);
        Tensor scores = outputs.tensors().get(find(layout, "scores", "prob").orElseThrow());
        if (boxes.size() != 4 * scores.size()) {
            throw new RefusedException(
                    name,
                    boxes.size() + " numbers for " + scores.size() + " scores are no boxes",
                    "check the decoder of the bundle");
        }
        float[] b = boxes.floats();
        float[] s = scores.floats();
        Findings found = new Findings(name, layout);
        for (int row = 0; row < s.length; row++) {
            if (!Float.isFinite(s[row])) throw Rows.notFinite(name, row);
            if (s[row] < threshold) continue;
            found.add(row, b[4 * row + 1], b[4 * row], b[4 * row + 3], b[4 * row + 2], 0, s[row]);
        }
        return found.list();
    }
}
