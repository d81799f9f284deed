package org.coverslip.model.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.coverslip.RefusedException;
import org.coverslip.model.Citation;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.ModelFormat;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Task;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Signature;
import org.coverslip.network.TensorInfo;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * CSBDeep's dialect of bioimage.io 0.1 and 0.2, as N2V and its kin in Fiji export it: a zip or
 * folder with {@code model.yaml} beside {@code saved_model.pb}. The {@code mean} and {@code stdDev}
 * of its preprocessing are applied as (x - mean) / stdDev, and undone after the network. Source:
 * github.com/juglab/N2V_fiji, {@code predict/N2VPrediction}.
 */
@Plugin(type = ModelFormat.class, priority = Priority.VERY_HIGH)
public final class CsbdeepFormat implements ModelFormat {

    private static final Pattern VERSION =
            Pattern.compile("(?m)^format_version:\\s*['\"]?(0\\.[12]\\.\\S*csbdeep|0\\.1\\.0)");
    private static final int HEAD = 100_000;

    @Override
    public String description() {
        return "model.yaml of CSBDeep (format_version 0.2.0-csbdeep), in a folder or zip";
    }

    @Override
    public boolean accepts(Path source) {
        if (!Files.isDirectory(source) && !Unzip.looksLikeZip(source)) return false;
        try (ModelFiles files = ModelFiles.of(source)) {
            Optional<String> name = description(files);
            return name.isPresent() && VERSION.matcher(head(files.get(name.get()))).find();
        } catch (IOException e) {
            return false;
        }
    }

    private static Optional<String> description(ModelFiles files) {
        return files.first(List.of("model.yaml", "n2v.model.yaml", "model.yml"));
    }

    private static String head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
        }
    }

    @Override
    public ModelBundle read(Path source, NetworkEngine engine) {
        ModelFiles files = ModelFiles.of(source);
        try {
            Fields top = Documents.yaml(files.get(description(files).orElseThrow()));
            if (!files.hasFile("saved_model.pb")) {
                throw new RefusedException(
                        source,
                        "it describes a model but holds no saved_model.pb",
                        "export the model again, or get the complete zip");
            }
            Path savedModel = ModelFiles.savedModelIn(files.get(""), source);
            return bundle(source, top, savedModel, engine)
                    .temporary(files.temporaryOrNull())
                    .build();
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static ModelBundle.Builder bundle(
            Path source, Fields top, Path savedModel, NetworkEngine engine) {
        ModelBundle.Builder bundle =
                ModelBundle.builder().source(source).format("CSBDeep").savedModel(savedModel);
        SavedModelFormat.describe(bundle, source, engine.describe(savedModel));
        Signature signature =
                Signatures.choose(source, engine.describe(savedModel), "")
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                source,
                                                "its SavedModel has no default signature",
                                                "export the model again"));
        bundle.name(top.text("name").orElse(SavedModelFormat.name(source)));
        bundle.description(top.text("description").orElse(""));
        bundle.license(top.text("license").orElse(null));
        bundle.authors(top.texts("authors"));
        List<Citation> cite = new ArrayList<>();
        for (Fields c : top.children("cite")) {
            cite.add(new Citation(c.text("text").orElse(""), c.text("doi").orElse("")));
        }
        bundle.cite(cite);
        tensors(source, top, signature, bundle);
        List<String> tags = top.texts("tags").stream().map(String::toLowerCase).toList();
        if (tags.contains("denoising")) bundle.task(Task.RESTORATION);
        List<String> notes = new ArrayList<>(bundle.build().notes());
        notes.add(
                "exports of the N2V plugin may hold y and x exchanged: the plugin feeds ImageJ's"
                        + " order of axes");
        return bundle.notes(notes);
    }

    private static void tensors(
            Path source, Fields top, Signature signature, ModelBundle.Builder bundle) {
        List<Fields> inputs = top.children("inputs");
        List<Fields> outputs = top.children("outputs");
        Map<String, TensorInfo> in = match(source, "inputs", inputs, signature.inputs());
        Map<String, TensorInfo> out = match(source, "outputs", outputs, signature.outputs());
        UnaryOperator<String> names =
                n ->
                        in.containsKey(n)
                                ? in.get(n).name()
                                : out.containsKey(n) ? out.get(n).name() : n;
        Tensors04 tensors = new Tensors04(names);
        Fields prediction = top.child("prediction");
        List<InputSpec> specs = new ArrayList<>();
        for (Fields f : inputs) {
            InputSpec spec = tensors.input(f, in.get(f.requireText("name")).type());
            // NB: a preprocessing without mean and deviation is code of its own, unknown to us.
            List<Step> steps = before(prediction);
            specs.add(
                    new InputSpec(
                            spec.name(),
                            spec.axes(),
                            spec.type(),
                            spec.sizes(),
                            steps,
                            !steps.isEmpty()));
        }
        List<OutputSpec> results = new ArrayList<>();
        for (Fields f : outputs) {
            OutputSpec spec = tensors.output(f, out.get(f.requireText("name")).type());
            results.add(
                    new OutputSpec(
                            spec.name(),
                            spec.axes(),
                            spec.type(),
                            spec.sizes(),
                            halo(f, inputs, spec),
                            after(prediction)));
        }
        bundle.inputs(specs).outputs(results);
    }

    private static Map<String, TensorInfo> match(
            Path source, String kind, List<Fields> described, List<TensorInfo> tensors) {
        List<String> names = described.stream().map(f -> f.requireText("name")).toList();
        return Signatures.match(source, kind, names, tensors);
    }

    /** This dialect may give the halo with the input: it is what the output loses its worth by. */
    private static List<Integer> halo(Fields output, List<Fields> inputs, OutputSpec spec) {
        if (output.has("halo") || inputs.size() != 1 || !inputs.get(0).has("halo")) {
            return spec.halo();
        }
        List<Integer> halo = inputs.get(0).integers("halo", 0, 1 << 20);
        return halo.size() == spec.sizes().size() ? halo : spec.halo();
    }

    private static List<Step> before(Fields prediction) {
        List<Step> steps = new ArrayList<>();
        for (Fields step : prediction.children("preprocess")) {
            Fields args = step.child("kwargs");
            List<Double> mean = args.numbers("mean");
            List<Double> std = args.numbers("stdDev");
            if (mean.isEmpty() && std.isEmpty()) continue;
            checkPositive(args, mean, std);
            steps.add(new FixedStandardize(mean, std, axis(mean)));
        }
        return steps;
    }

    private static List<Step> after(Fields prediction) {
        List<Step> steps = new ArrayList<>();
        for (Fields step : prediction.children("postprocess")) {
            Fields args = step.child("kwargs");
            List<Double> mean = args.numbers("mean");
            List<Double> std = args.numbers("stdDev");
            if (mean.isEmpty() && std.isEmpty()) continue;
            checkPositive(args, mean, std);
            steps.add(new ScaleLinear(std, mean, axis(mean)));
        }
        return steps;
    }

    private static void checkPositive(Fields args, List<Double> mean, List<Double> std) {
        if (mean.isEmpty()) throw args.refused("mean", "a number");
        if (std.size() != mean.size() || std.stream().anyMatch(s -> s <= 0)) {
            throw args.refused("stdDev", "numbers above 0, as many as mean,");
        }
    }

    private static Optional<Character> axis(List<Double> values) {
        return values.size() == 1 ? Optional.empty() : Optional.of('c');
    }
}
