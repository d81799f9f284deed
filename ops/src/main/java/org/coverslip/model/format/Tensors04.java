package org.coverslip.model.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.coverslip.model.InputSpec;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.network.ElementType;

/**
 * Inputs and outputs as bioimage.io 0.3 and 0.4 describe them, and CSBDeep's dialect of 0.1 and
 * 0.2: axes as letters, shapes as lists.
 */
final class Tensors04 {

    private static final int LARGEST = 1 << 24;

    private final Map<String, InputSpec> inputs = new HashMap<>();
    private final UnaryOperator<String> tensorName;

    /**
     * @param tensorName from a name in the description to that in the signature
     */
    Tensors04(UnaryOperator<String> tensorName) {
        this.tensorName = tensorName;
    }

    InputSpec input(Fields fields, ElementType type) {
        String axes = axes(fields);
        List<Size> sizes = new ArrayList<>();
        if (fields.raw("shape") instanceof Map<?, ?>) {
            Fields shape = fields.child("shape");
            List<Integer> min = sized(shape, "min", axes, 0);
            List<Integer> step = sized(shape, "step", axes, 0);
            for (int i = 0; i < axes.length(); i++) {
                sizes.add(batch(axes, i) ? Size.ANY : stepped(shape, min.get(i), step.get(i)));
            }
        } else {
            List<Integer> shape = sized(fields, "shape", axes, 1);
            for (int i = 0; i < axes.length(); i++) {
                sizes.add(batch(axes, i) ? Size.ANY : new Size.Fixed(shape.get(i)));
            }
        }
        InputSpec spec =
                new InputSpec(
                        tensorName.apply(fields.requireText("name")),
                        axes,
                        type,
                        sizes,
                        StepReader.letters(axes, tensorName)
                                .read(fields.children("preprocessing")));
        inputs.put(spec.name(), spec);
        return spec;
    }

    OutputSpec output(Fields fields, ElementType type) {
        String axes = axes(fields);
        List<Size> sizes =
                fields.raw("shape") instanceof Map<?, ?>
                        ? relative(fields.child("shape"), axes)
                        : fixed(fields, axes);
        List<Integer> halo =
                fields.has("halo") ? sized(fields, "halo", axes, 0) : List.<Integer>of();
        return new OutputSpec(
                tensorName.apply(fields.requireText("name")),
                axes,
                type,
                sizes,
                halo,
                StepReader.letters(axes, tensorName).read(fields.children("postprocessing")));
    }

    private List<Size> fixed(Fields fields, String axes) {
        List<Size> sizes = new ArrayList<>();
        List<Integer> shape = sized(fields, "shape", axes, 1);
        for (int i = 0; i < axes.length(); i++) {
            sizes.add(batch(axes, i) ? Size.ANY : new Size.Fixed(shape.get(i)));
        }
        return sizes;
    }

    /** Shape(output) = shape(reference) * scale + 2 * offset; without scale a new axis. */
    private List<Size> relative(Fields shape, String axes) {
        String key = shape.has("reference_tensor") ? "reference_tensor" : "reference_input";
        InputSpec reference = inputs.get(tensorName.apply(shape.requireText(key)));
        if (reference == null) throw shape.refused(key, "the name of an input");
        List<?> scales = shape.list("scale");
        List<Double> offsets = shape.numbers("offset");
        if (scales.size() != axes.length()) throw shape.refused("scale", perAxis(axes));
        if (offsets.size() != axes.length()) throw shape.refused("offset", perAxis(axes));
        List<Size> sizes = new ArrayList<>();
        for (int i = 0; i < axes.length(); i++) {
            Object s = scales.get(i);
            if (s != null && !(s instanceof Number)) throw shape.refused("scale", perAxis(axes));
            double scale = s == null ? 0 : ((Number) s).doubleValue();
            double offset = 2 * offsets.get(i);
            // NB: axes correspond by position, and by letter where an axis was added or dropped.
            char axis =
                    reference.axes().length() == axes.length()
                            ? reference.axes().charAt(i)
                            : axes.charAt(i);
            Size known = reference.size(axis);
            if (batch(axes, i)) {
                sizes.add(Size.ANY);
            } else if (scale == 0 || known instanceof Size.Fixed) {
                double length = known instanceof Size.Fixed f ? f.size() * scale : 0;
                long size = (long) Math.floor(length + offset);
                if (size < 1 || size > LARGEST) throw shape.refused("offset", "a possible size");
                sizes.add(new Size.Fixed((int) size));
            } else {
                sizes.add(new Size.Relative(reference.name(), axis, scale, offset));
            }
        }
        return sizes;
    }

    private static Size stepped(Fields shape, int min, int step) {
        if (step == 0) {
            if (min < 1) throw shape.refused("min", "sizes from 1 on");
            return new Size.Fixed(min);
        }
        return Size.stepped(Math.max(1, min), step);
    }

    private static String axes(Fields fields) {
        String axes = fields.requireText("axes");
        if (!axes.matches("[bitczyx]{1,7}") || axes.chars().distinct().count() != axes.length()) {
            throw fields.refused("axes", "letters of bitczyx, each at most once,");
        }
        return axes;
    }

    private static List<Integer> sized(Fields fields, String key, String axes, int min) {
        List<Integer> values = fields.integers(key, min, LARGEST);
        if (values.size() != axes.length()) throw fields.refused(key, perAxis(axes));
        return values;
    }

    private static String perAxis(String axes) {
        return "one number for each of the axes " + axes;
    }

    private static boolean batch(String axes, int i) {
        return axes.charAt(i) == 'b';
    }
}
