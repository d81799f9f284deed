package org.coverslip.detect.decode;

import java.util.LinkedHashMap;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Tensor;

/**
 * What a network gave for a batch.
 *
 * @param tensors by name
 * @param layout the same outputs' layout, with the extents that they really have
 */
public record Outputs(Map<String, Tensor> tensors, OutputLayout layout) {

    /** Takes the extents from the tensors. */
    public static Outputs of(Map<String, Tensor> tensors, OutputLayout declared) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return new Outputs(
                tensors,
                new OutputLayout(
                        shapes,
                        declared.width(),
                        declared.height(),
                        declared.classes(),
                        declared.hints()));
    }

    /** The values of the only output for one sample. */
    Values only(int sample) {
        Map.Entry<String, Tensor> entry = tensors.entrySet().iterator().next();
        return Values.of(entry.getKey(), entry.getValue(), sample);
    }

    /** The values of the output of this name, or that ends in it, for one sample. */
    Values values(String end, int sample) {
        String name =
                layout.name(end)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                end,
                                                "there is no such output among " + layout.text(),
                                                "check the decoder of the bundle"));
        return Values.of(name, tensors.get(name), sample);
    }
}
