package org.coverslip.model.format;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Scores;
import org.coverslip.model.Task;
import org.coverslip.model.step.Deconvolve;
import org.coverslip.model.step.ReverseChannels;
import org.coverslip.model.step.StainNormalize;
import org.coverslip.model.step.Step;
import org.coverslip.network.TensorInfo;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;

/** What bioimage.io has no place for, as Coverslip writes it under {@code config.coverslip}. */
final class OwnFacts {

    private static final int LARGEST = 1 << 24;

    private OwnFacts() {}

    /** Takes over what is there; it stands above what the rest of the description says. */
    static void read(Fields own, ModelBundle.Builder bundle) {
        named(own, "task", Task::named, "a task such as classification").ifPresent(bundle::task);
        named(own, "scores", Scores::named, "softmax, sigmoid or logits").ifPresent(bundle::scores);
        named(own, "resize", OwnFacts::resampling, "nearest, bilinear or area")
                .ifPresent(bundle::resize);
        if (own.has("labels")) bundle.labels(own.texts("labels"));
        own.number("spacing")
                .ifPresent(
                        s -> {
                            if (!(s > 0)) throw own.refused("spacing", "micrometres per pixel");
                            bundle.spacing(s);
                        });
        own.integer("patch", 1, LARGEST).ifPresent(bundle::patch);
        if (own.has("value_range")) {
            List<Double> range = own.numbers("value_range");
            if (range.size() != 2 || !(range.get(0) < range.get(1))) {
                throw own.refused("value_range", "two numbers, the smaller one first,");
            }
            bundle.valueRange(new ValueRange(range.get(0), range.get(1)));
        }
        if (own.has("decoder")) {
            Map<String, Object> decoder = new LinkedHashMap<>();
            own.child("decoder").map().forEach((k, v) -> decoder.put(String.valueOf(k), v));
            bundle.decoder(decoder);
        }
    }

    private static <T> Optional<T> named(
            Fields own, String key, Function<String, Optional<T>> read, String expected) {
        Optional<String> text = own.text(key);
        if (text.isEmpty()) return Optional.empty();
        Optional<T> value = read.apply(text.get());
        if (value.isEmpty()) throw own.refused(key, expected);
        return value;
    }

    private static Optional<Resampling> resampling(String text) {
        for (Resampling r : Resampling.values()) {
            if (r.toString().equalsIgnoreCase(text)) return Optional.of(r);
        }
        return Optional.empty();
    }

    /** Tensors by the names under {@code tensors}; empty where those say nothing. */
    static Map<String, TensorInfo> match(Fields own, List<String> ids, List<TensorInfo> signature) {
        Map<String, TensorInfo> found = new HashMap<>();
        for (String id : ids) {
            Optional<String> key = own.child("tensors").child(id).text("name");
            if (key.isEmpty()) return Map.of();
            TensorInfo info =
                    signature.stream()
                            .filter(t -> t.name().equals(key.get()))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            new RefusedException(
                                                    own.file(),
                                                    "the SavedModel has no tensor " + key.get(),
                                                    "correct config.coverslip.tensors"));
            found.put(id, info);
        }
        return found;
    }

    /** Adds to the inputs what their descriptions cannot say. */
    static List<InputSpec> inputs(Fields own, List<InputSpec> specs, List<Fields> described) {
        List<InputSpec> out = new ArrayList<>();
        for (int i = 0; i < specs.size(); i++) {
            InputSpec spec = specs.get(i);
            Fields extra = own.child("tensors").child(described.get(i).text("id").orElse("none"));
            List<Step> steps = new ArrayList<>(spec.preprocessing());
            // NB: by growing places, so that each finds those before it where they were written.
            TreeMap<Integer, Step> ours = new TreeMap<>();
            for (int at : extra.integers("reverse_channels", 0, 1000)) {
                ours.put(at, new ReverseChannels());
            }
            for (Fields stain : extra.children("stain")) {
                int at =
                        stain.integer("at", 0, 1000)
                                .orElseThrow(() -> stain.refused("at", "a step's place"));
                ours.put(at, stain(stain));
            }
            for (Map.Entry<Integer, Step> e : ours.entrySet()) {
                if (e.getKey() > steps.size()) throw extra.refused("stain", "a step's place");
                steps.add(e.getKey(), e.getValue());
            }
            boolean known = !extra.text("preprocessing").orElse("").equals("unknown");
            out.add(
                    new InputSpec(
                            spec.name(), spec.axes(), spec.type(), spec.sizes(), steps, known));
        }
        return out;
    }

    private static Step stain(Fields stain) {
        String method = stain.text("method").orElse("");
        if (method.equals("deconvolution")) return new Deconvolve();
        StainNormalize.Method known =
                StainNormalize.Method.named(method)
                        .orElseThrow(
                                () ->
                                        stain.refused(
                                                "method", "macenko, reinhard or deconvolution"));
        try {
            return new StainNormalize(known, stain.numbers("target"), List.of());
        } catch (IllegalArgumentException e) {
            throw stain.refused("target", "the numbers of a stain");
        }
    }
}
