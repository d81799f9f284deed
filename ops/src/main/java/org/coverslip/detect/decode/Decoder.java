package org.coverslip.detect.decode;

import java.util.List;
import org.coverslip.detect.Detection;
import org.coverslip.model.OutputSpec;
import org.scijava.plugin.SciJavaPlugin;

/**
 * Reads one layout of output tensors. Implementations are found by their {@code @Plugin(type =
 * Decoder.class)} and asked in the order of their priority. Stateless.
 */
public interface Decoder extends SciJavaPlugin {

    /** One word, as a bundle's {@code decoder} metadata names it: {@code yolov5}. */
    String name();

    /** The shapes it reads, for messages: {@code YOLOv5 and v7: [b, anchors, 5 + classes]}. */
    String layout();

    /** Whether these outputs have this layout. Shapes and names only; values are not looked at. */
    boolean fits(OutputLayout outputs);

    /**
     * An output as this layout defines it, where the network's own file says less: some graphs do
     * not tell the rank of what they give.
     */
    default OutputSpec complete(OutputSpec output) {
        return output;
    }

    /**
     * Reads what came out for one sample.
     *
     * @param outputs of one run
     * @param sample which one of the batch
     * @param threshold detections of a lower score are left out
     * @return boxes in pixels of the network's input, not yet suppressed, clipped to the input;
     *     those without an area are left out
     * @throws org.coverslip.RefusedException if a value is NaN or the shapes do not belong together
     */
    List<Detection> decode(Outputs outputs, int sample, double threshold);
}
