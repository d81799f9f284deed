package org.coverslip.detect;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.coverslip.RefusedException;
import org.coverslip.detect.decode.OutputLayout;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.model.Task;

/**
 * What a bundle says of its detector.
 *
 * @param model the bundle
 * @param input the picture
 * @param hints the bundle's words on its decoder; empty if it says nothing
 */
public record DetectorSpec(ModelBundle model, InputSpec input, Map<String, Object> hints) {

    /** Edge of what a network sees where it takes any size: YOLO's usual one. */
    private static final int USUAL = 640;

    /** How pictures are brought to a fixed size. */
    public enum Fit {
        /** One factor, framed in grey. */
        LETTERBOX,
        /** Each axis by its own factor. */
        STRETCH
    }

    /**
     * @throws RefusedException if the model is for something else, or does not say all that is
     *     needed
     */
    public static DetectorSpec of(ModelBundle model) {
        InputSpec input = model.requireImageModel();
        if (model.task() != Task.DETECTION && model.decoder().isEmpty()) {
            throw new RefusedException(
                    model.source(),
                    "this model is for " + model.task() + ", or does not say that it detects",
                    "import it with task=detection");
        }
        model.requireComplete();
        if (model.labels().isEmpty()) {
            throw new RefusedException(
                    model.source(),
                    "it does not name its classes",
                    "import it with labels=<a,b,...>, in the order of the output");
        }
        return new DetectorSpec(model, input, model.decoder().orElse(Map.of()));
    }

    /** Width of the network's input in pixels. */
    public int width() {
        return edge('x');
    }

    /** Height of the network's input in pixels. */
    public int height() {
        return edge('y');
    }

    private int edge(char axis) {
        if (input.size(axis) instanceof Size.Fixed fixed) return fixed.size();
        return input.nearest(axis, model.patch().orElse(USUAL));
    }

    /** The decoder's word {@code fit}, or else what networks of its kind are trained with. */
    public Fit fit(String decoder) {
        Object said = hints.get("fit");
        if (said == null) {
            boolean framed = decoder.startsWith("yolo") || decoder.startsWith("nms");
            return framed ? Fit.LETTERBOX : Fit.STRETCH;
        }
        for (Fit fit : Fit.values()) {
            if (fit.name().toLowerCase(Locale.ROOT).equals(said.toString())) return fit;
        }
        throw new RefusedException(
                model.source(),
                "its decoder says fit: " + said,
                "write letterbox or stretch there");
    }

    /** A word of the decoder; empty if it does not say it. */
    public Optional<String> word(String key) {
        return Optional.ofNullable(hints.get(key)).map(Object::toString);
    }

    /** A number that the decoder gives, such as {@code threshold} or {@code iou}. */
    public double number(String key, double otherwise) {
        Object said = hints.get(key);
        if (said == null) return otherwise;
        if (said instanceof Number number) return number.doubleValue();
        throw new RefusedException(
                model.source(), "its decoder says " + key + ": " + said, "write a number there");
    }

    /**
     * The outputs as the bundle declares them, for an input of {@link #width} by {@link #height}.
     */
    public OutputLayout layout() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        for (OutputSpec output : model.outputs()) {
            List<Size> sizes = output.sizes();
            long[] shape = new long[sizes.size()];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = sizes.get(i) instanceof Size.Fixed fixed ? fixed.size() : -1;
            }
            shapes.put(output.name(), shape);
        }
        return new OutputLayout(
                shapes, width(), height(), OptionalInt.of(model.labels().size()), hints);
    }
}
