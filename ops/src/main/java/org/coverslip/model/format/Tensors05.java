package org.coverslip.model.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import org.coverslip.model.InputSpec;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.network.ElementType;

/** Inputs and outputs as bioimage.io 0.5 describes them: axes with id, type, size and scale. */
final class Tensors05 {

    private static final int LARGEST = 1 << 24;
    private static final Map<String, Double> MICROMETRES =
            Map.of("micrometer", 1.0, "nanometer", 1e-3, "millimeter", 1e3, "centimeter", 1e4);

    /** An axis that others may refer to. */
    private record Known(char letter, Size size, double scale) {}

    private final Map<String, Known> known = new HashMap<>();
    private final UnaryOperator<String> tensorName;

    /**
     * @param tensorName from an id in the description to the name in the signature
     */
    Tensors05(UnaryOperator<String> tensorName) {
        this.tensorName = tensorName;
    }

    /** Remembers the axes with sizes of their own, so that any tensor may refer to them. */
    void learn(List<Fields> tensors) {
        for (Fields tensor : tensors) {
            String id = id(tensor);
            for (Fields axis : tensor.children("axes")) {
                boolean channels = axis.has("channel_names") && !axis.has("size");
                boolean own =
                        axis.raw("size") instanceof Number
                                || axis.raw("size") instanceof Map<?, ?> m && m.get("min") != null;
                if (!own && !channels) continue;
                Size size = size(axis, 1);
                known.put(id + "/" + axisId(axis), new Known(letter(axis), size, scale(axis)));
            }
        }
    }

    InputSpec input(Fields tensor, ElementType type) {
        Map<String, Character> names = axisNames(tensor);
        return new InputSpec(
                tensorName.apply(id(tensor)),
                letters(names),
                type,
                sizes(tensor),
                StepReader.names(names, tensorName).read(tensor.children("preprocessing")));
    }

    OutputSpec output(Fields tensor, ElementType type) {
        Map<String, Character> names = axisNames(tensor);
        List<Integer> halo = new ArrayList<>();
        for (Fields axis : tensor.children("axes")) {
            halo.add(axis.integer("halo", 0, LARGEST).orElse(0));
        }
        return new OutputSpec(
                tensorName.apply(id(tensor)),
                letters(names),
                type,
                sizes(tensor),
                halo,
                StepReader.names(names, tensorName).read(tensor.children("postprocessing")));
    }

    /** The tensor's name in the description. */
    static String id(Fields tensor) {
        return tensor.requireText("id");
    }

    /**
     * Micrometres per pixel, where axis x says its unit; a scale without a unit means nothing.
     *
     * @throws org.coverslip.RefusedException if the scale is not above 0
     */
    static OptionalDouble spacing(Fields tensor) {
        for (Fields axis : tensor.children("axes")) {
            Double unit = MICROMETRES.get(axis.text("unit").orElse(""));
            if (letter(axis) == 'x' && unit != null && axis.has("scale")) {
                return OptionalDouble.of(scale(axis) * unit);
            }
        }
        return OptionalDouble.empty();
    }

    private List<Size> sizes(Fields tensor) {
        List<Size> sizes = new ArrayList<>();
        for (Fields axis : tensor.children("axes")) sizes.add(size(axis, scale(axis)));
        return sizes;
    }

    private Size size(Fields axis, double scale) {
        if (axis.has("channel_names") && !axis.has("size")) {
            List<String> names = axis.texts("channel_names");
            if (names.isEmpty()) throw axis.refused("channel_names", "at least one name");
            return new Size.Fixed(names.size());
        }
        if (letter(axis) == 'b' && !axis.has("size")) return Size.ANY;
        if (!(axis.raw("size") instanceof Map<?, ?>)) {
            return new Size.Fixed(axis.requireInteger("size", 1, LARGEST));
        }
        Fields size = axis.child("size");
        if (size.has("min") && size.has("step")) {
            return Size.stepped(
                    size.requireInteger("min", 1, LARGEST),
                    size.requireInteger("step", 1, LARGEST));
        }
        if (!size.has("tensor_id")) return Size.ANY;
        String tensor = size.requireText("tensor_id");
        Known reference = known.get(tensor + "/" + normalized(size.requireText("axis_id")));
        if (reference == null) {
            throw size.refused("axis_id", "an axis of tensor " + tensor + " with its own size");
        }
        int offset = size.integer("offset", -LARGEST, LARGEST).orElse(0);
        double factor = cleaned(reference.scale / scale);
        if (reference.size instanceof Size.Fixed f) {
            long length = (long) Math.floor(f.size() * factor + offset);
            if (length < 1) throw size.refused("offset", "an offset that leaves something");
            return new Size.Fixed((int) Math.min(length, LARGEST));
        }
        return new Size.Relative(tensorName.apply(tensor), reference.letter, factor, offset);
    }

    /** Whole numbers and their inverses, freed from the rounding of the division. */
    private static double cleaned(double factor) {
        double whole = factor >= 1 ? factor : 1 / factor;
        boolean close = Math.abs(whole - Math.rint(whole)) < 1e-9 * whole;
        if (!close) return factor;
        return factor >= 1 ? Math.rint(whole) : 1 / Math.rint(whole);
    }

    private static Map<String, Character> axisNames(Fields tensor) {
        List<Fields> axes = tensor.children("axes");
        if (axes.isEmpty()) throw tensor.refused("axes", "a list of axes");
        Map<String, Character> names = new LinkedHashMap<>();
        for (Fields axis : axes) {
            char letter = letter(axis);
            boolean taken = names.containsValue(letter) && letter != 'i';
            if (taken || names.put(axisId(axis), letter) != null) {
                throw axis.refused("id", "the id of an axis not yet there");
            }
        }
        return names;
    }

    private static String letters(Map<String, Character> names) {
        // NB: several axes of type index have no letters to tell them apart: order unknown.
        if (Collections.frequency(names.values(), 'i') > 1) return "";
        StringBuilder out = new StringBuilder();
        names.values().forEach(out::append);
        return out.toString();
    }

    private static char letter(Fields axis) {
        String type = axis.requireText("type");
        return switch (type) {
            case "batch" -> 'b';
            case "channel" -> 'c';
            case "index" -> indexLetter(axis);
            case "time" -> 't';
            case "space" -> {
                String id = axis.text("id").orElse("x");
                if (!id.matches("[xyz]")) throw axis.refused("id", "x, y or z");
                yield id.charAt(0);
            }
            default -> throw axis.refused("type", "batch, channel, index, time or space");
        };
    }

    /** An axis of type index may stand for one whose length only the network knows. */
    private static char indexLetter(Fields axis) {
        String id = normalized(axis.text("id").orElse("index"));
        if (id.matches("[xyz]")) return id.charAt(0);
        return id.equals("channel") ? 'c' : id.equals("time") ? 't' : 'i';
    }

    private static String axisId(Fields axis) {
        String type = axis.requireText("type");
        return normalized(axis.text("id").orElse(type.equals("space") ? "x" : type));
    }

    private static String normalized(String id) {
        return switch (id) {
            case "b" -> "batch";
            case "c" -> "channel";
            case "i" -> "index";
            case "t" -> "time";
            default -> id;
        };
    }

    private static double scale(Fields axis) {
        double scale = axis.number("scale").orElse(1.0);
        if (!(scale > 0)) throw axis.refused("scale", "a number above 0");
        return scale;
    }
}
