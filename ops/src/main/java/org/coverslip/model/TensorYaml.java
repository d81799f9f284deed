package org.coverslip.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.coverslip.RefusedException;
import org.coverslip.network.ElementType;

/**
 * Inputs and outputs as bioimage.io 0.5 writes them: {@code size = reference size * reference scale
 * / scale + offset}. A size that is only known when the network has run belongs to an axis of type
 * index, as the specification allows it nowhere else.
 */
final class TensorYaml {

    private static final int LONGEST_ID = 32;

    private final ModelBundle bundle;
    private final Map<String, String> ids = new LinkedHashMap<>();

    TensorYaml(ModelBundle bundle) {
        this.bundle = bundle;
        bundle.inputs().forEach(i -> addId(i.name(), i.sizes(), "input"));
        bundle.outputs().forEach(o -> addId(o.name(), o.sizes(), "output"));
        for (InputSpec i : bundle.inputs()) {
            if (i.axes().isEmpty()) {
                throw new RefusedException(
                        bundle.source(),
                        "the order of the axes of its input "
                                + i.name()
                                + " "
                                + i.shapeText()
                                + " is unknown",
                        "give it with axes=, for example axes=byxc");
            }
        }
    }

    private void addId(String name, List<Size> sizes, String kind) {
        if (sizes.isEmpty()) {
            throw new RefusedException(
                    bundle.source(),
                    kind + " " + name + " has no axes, or nobody knows how many",
                    "such a model cannot be written as a bundle");
        }
        // NB: an input and an output may share a name; ids may not. Ids are Python-like names.
        String base = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_]", "_");
        if (!base.matches("[a-z].*")) base = kind + "_" + base;
        if (base.length() > LONGEST_ID - 4) base = base.substring(0, LONGEST_ID - 4);
        String id = base;
        for (int n = 2; ids.containsValue(id); n++) id = base + "_" + n;
        ids.put(kind + "/" + name, id);
    }

    /** Id of an input, or of an output where no input has this name. */
    String id(String name) {
        return ids.getOrDefault("input/" + name, ids.getOrDefault("output/" + name, name));
    }

    String outputId(String name) {
        return ids.get("output/" + name);
    }

    List<Map<String, Object>> inputs() {
        List<Map<String, Object>> out = new ArrayList<>();
        for (InputSpec i : bundle.inputs()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", id(i.name()));
            map.put("axes", inputAxes(i));
            map.put("data", data(i.preprocessing().isEmpty() ? i.type() : ElementType.FLOAT32));
            if (!i.preprocessing().isEmpty()) {
                map.put("preprocessing", new StepYaml(this::id).write(i.preprocessing()));
            }
            out.add(map);
        }
        return out;
    }

    List<Map<String, Object>> outputs() {
        List<Map<String, Object>> out = new ArrayList<>();
        for (OutputSpec o : bundle.outputs()) {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("id", outputId(o.name()));
            map.put("axes", outputAxes(o));
            map.put("data", data(o.type()));
            if (!o.postprocessing().isEmpty()) {
                map.put("postprocessing", new StepYaml(this::id).write(o.postprocessing()));
            }
            out.add(map);
        }
        return out;
    }

    private static Map<String, Object> data(ElementType type) {
        Map<String, Object> map = new LinkedHashMap<>();
        ElementType known = type == ElementType.UNSUPPORTED ? ElementType.FLOAT32 : type;
        map.put("type", known.name().toLowerCase(Locale.ROOT));
        if (type == ElementType.BOOL) map.put("values", List.of(false, true));
        return map;
    }

    private List<Map<String, Object>> inputAxes(InputSpec input) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (int k = 0; k < input.sizes().size(); k++) {
            char letter = input.axes().charAt(k);
            Size size = input.sizes().get(k);
            Map<String, Object> axis = axis(letter, size, colours(input, letter));
            boolean calibrated = "xy".indexOf(letter) >= 0 && bundle.spacing().isPresent();
            if (calibrated) scaled(axis, bundle.spacing().getAsDouble(), true);
            if (size instanceof Size.Relative r) reference(axis, r);
            else if (size.equals(Size.ANY) && letter != 'b') axis.put("size", steps(1, 1));
            out.add(axis);
        }
        return out;
    }

    private List<String> colours(InputSpec input, char letter) {
        if (letter != 'c') return List.of();
        // NB: tools that do not know our reversal are told to feed the colours reversed.
        boolean bgr = bundle.colours() == ColourOrder.BGR && input.channels().orElse(0) == 3;
        return bgr ? List.of("blue", "green", "red") : List.of();
    }

    private List<Map<String, Object>> outputAxes(OutputSpec output) {
        List<Map<String, Object>> out = new ArrayList<>();
        for (int k = 0; k < output.sizes().size(); k++) {
            Size size = output.sizes().get(k);
            char letter = output.axes().isEmpty() ? 'i' : output.axes().charAt(k);
            Map<String, Object> axis;
            if (output.axes().isEmpty() || (size.equals(Size.ANY) && letter != 'b')) {
                axis = new LinkedHashMap<>();
                axis.put("type", "index");
                axis.put("id", output.axes().isEmpty() ? "axis" + k : StepYaml.axisId(letter));
                axis.put("size", size instanceof Size.Fixed f ? f.size() : Map.of("min", 1));
            } else {
                axis = axis(letter, size, List.of());
                if (size instanceof Size.Relative r) reference(axis, r);
            }
            if (output.halo().get(k) > 0) axis.put("halo", output.halo().get(k));
            out.add(axis);
        }
        return out;
    }

    private static Map<String, Object> axis(char letter, Size size, List<String> names) {
        Map<String, Object> axis = new LinkedHashMap<>();
        boolean channels = letter == 'c' && size instanceof Size.Fixed;
        axis.put(
                "type",
                switch (letter) {
                    case 'b' -> "batch";
                    case 'c' -> channels ? "channel" : "index";
                    case 'i' -> "index";
                    case 't' -> "time";
                    default -> "space";
                });
        axis.put("id", StepYaml.axisId(letter));
        if (channels) {
            int n = ((Size.Fixed) size).size();
            axis.put(
                    "channel_names",
                    names.isEmpty()
                            ? IntStream.range(0, n).mapToObj(i -> "channel" + i).toList()
                            : names);
        } else if (size instanceof Size.Fixed f) {
            axis.put("size", f.size());
        } else if (size instanceof Size.Stepped s) {
            axis.put("size", steps(s.min(), s.step()));
        }
        return axis;
    }

    private static Map<String, Object> steps(int min, int step) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("min", min);
        map.put("step", step);
        return map;
    }

    private void reference(Map<String, Object> axis, Size.Relative r) {
        if (r.offset() != Math.rint(r.offset())) {
            throw new RefusedException(
                    bundle.source(),
                    "a size is " + r.offset() + " longer than that of " + r.tensor(),
                    "such a model cannot be written as bioimage.io 0.5, which wants whole numbers");
        }
        boolean image = bundle.imageInput().map(i -> i.name().equals(r.tensor())).orElse(false);
        OptionalDouble spacing =
                image && "xy".indexOf(r.axis()) >= 0 ? bundle.spacing() : OptionalDouble.empty();
        scaled(axis, spacing.orElse(1) / r.scale(), spacing.isPresent());
        Map<String, Object> size = new LinkedHashMap<>();
        size.put("tensor_id", id(r.tensor()));
        size.put("axis_id", StepYaml.axisId(r.axis()));
        size.put("offset", (int) r.offset());
        axis.put("size", size);
    }

    private static void scaled(Map<String, Object> axis, double scale, boolean micrometres) {
        if (micrometres) axis.put("unit", "micrometer");
        if (scale != 1 || micrometres) axis.put("scale", scale);
    }
}
