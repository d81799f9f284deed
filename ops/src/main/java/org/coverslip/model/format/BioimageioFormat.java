package org.coverslip.model.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
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
import org.coverslip.model.Scores;
import org.coverslip.model.Task;
import org.coverslip.model.step.Sigmoid;
import org.coverslip.model.step.Softmax;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;
import org.coverslip.network.TensorInfo;
import org.coverslip.slide.ValueRange;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * bioimage.io 0.5, 0.4 and 0.3: a folder, a zip, or the description itself, named {@code rdf.yaml},
 * {@code bioimageio.yaml} or {@code model.yaml}. Source: github.com/bioimage-io/spec-bioimage-io,
 * {@code model/v0_4.py} and {@code model/v0_5.py}; where they are silent, the reference
 * implementation core-bioimage-io-python.
 */
@Plugin(type = ModelFormat.class, priority = Priority.HIGH)
public final class BioimageioFormat implements ModelFormat {

    static final List<String> NAMES =
            List.of(
                    "rdf.yaml",
                    "bioimageio.yaml",
                    "model.yaml",
                    "rdf.yml",
                    "bioimageio.yml",
                    "model.yml");

    private static final Pattern VERSION = Pattern.compile("0\\.([345])(\\..*)?");
    private static final Pattern GENERIC_CHANNEL = Pattern.compile("(?i)(c|ch|channel)?[_ -]?\\d*");
    private static final Map<String, Task> TASK_TAGS =
            Map.of(
                    "classification", Task.CLASSIFICATION,
                    "image-classification", Task.CLASSIFICATION,
                    "segmentation", Task.SEGMENTATION,
                    "semantic-segmentation", Task.SEGMENTATION,
                    "instance-segmentation", Task.SEGMENTATION,
                    "object-detection", Task.DETECTION,
                    "detection", Task.DETECTION,
                    "denoising", Task.RESTORATION,
                    "restoration", Task.RESTORATION,
                    "image-restoration", Task.RESTORATION);

    @Override
    public String description() {
        return "rdf.yaml, bioimageio.yaml or model.yaml (bioimage.io), in a folder or zip";
    }

    @Override
    public boolean accepts(Path source) {
        if (Files.isDirectory(source)) {
            return NAMES.stream().anyMatch(n -> Files.isRegularFile(source.resolve(n)));
        }
        if (Unzip.looksLikeZip(source)) {
            return ModelFiles.of(source).first(NAMES).isPresent();
        }
        String name = source.getFileName().toString();
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    @Override
    public ModelBundle read(Path source, NetworkEngine engine) {
        boolean description = Files.isRegularFile(source) && !Unzip.looksLikeZip(source);
        Path root = description ? source.toAbsolutePath().getParent() : source;
        ModelFiles files = ModelFiles.of(root);
        try {
            String name =
                    description
                            ? source.getFileName().toString()
                            : files.first(NAMES).orElseThrow();
            Fields top = Documents.yaml(files.get(name));
            return new Reading(source, files, top, engine).bundle();
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** One description on its way to a bundle. */
    private static final class Reading {

        private final Path source;
        private final ModelFiles files;
        private final Fields top;
        private final NetworkEngine engine;
        private final ModelBundle.Builder bundle = ModelBundle.builder();
        private final List<String> notes = new ArrayList<>();
        private final Fields own;

        Reading(Path source, ModelFiles files, Fields top, NetworkEngine engine) {
            this.source = source;
            this.files = files;
            this.top = top;
            this.engine = engine;
            own = top.child("config").child("coverslip");
        }

        ModelBundle bundle() {
            int version = version();
            if (!top.text("type").orElse("model").equals("model")) {
                throw top.refused("type", "model");
            }
            bundle.source(source).format("bioimage.io 0." + version);
            bundle.name(own.text("name").orElse(top.text("name").orElse("")));
            bundle.description(top.text("description").orElse(""));
            bundle.license(own.text("license").or(() -> top.text("license")).orElse(null));
            bundle.authors(top.children("authors").stream().flatMap(Reading::author).toList());
            Fields cited = own.has("cite") ? own : top;
            bundle.cite(cited.children("cite").stream().map(Reading::citation).toList());
            Weights.Found weights = new Weights(source, files, top, engine).find();
            notes.addAll(weights.notes());
            bundle.savedModel(weights.savedModel());
            weights.tensorflowVersion().ifPresent(bundle::tensorflowVersion);
            NetworkReport report = engine.describe(weights.savedModel());
            tensors(report, version);
            facts();
            OwnFacts.read(own, bundle);
            if (top.child("config").child("deepimagej").child("prediction").has("preprocess")) {
                notes.add("the ImageJ macros named under config.deepimagej are not run");
            }
            return bundle.notes(notes).temporary(files.temporaryOrNull()).build();
        }

        private int version() {
            var version = VERSION.matcher(top.text("format_version").orElse(""));
            if (!version.matches()) {
                throw top.refused("format_version", "a version of bioimage.io from 0.3 to 0.5");
            }
            return Integer.parseInt(version.group(1));
        }

        private static java.util.stream.Stream<String> author(Fields author) {
            return author.text("name").stream();
        }

        private static Citation citation(Fields cite) {
            return new Citation(cite.text("text").orElse(""), cite.text("doi").orElse(""));
        }

        private void tensors(NetworkReport report, int version) {
            List<Fields> inputs = top.children("inputs");
            List<Fields> outputs = top.children("outputs");
            if (inputs.isEmpty()) throw top.refused("inputs", "a list of inputs");
            if (outputs.isEmpty()) throw top.refused("outputs", "a list of outputs");
            String key = version == 5 ? "id" : "name";
            String wanted = own.text("signature").orElse("");
            Signature signature =
                    Signatures.choose(source, report, wanted)
                            .orElseThrow(
                                    () ->
                                            new RefusedException(
                                                    source,
                                                    "its SavedModel has several signatures and"
                                                            + " none is serving_default",
                                                    "name one under config.coverslip.signature"));
            if (!wanted.isEmpty()) bundle.signature(wanted);
            Map<String, TensorInfo> tensors = new HashMap<>();
            tensors.putAll(match("inputs", inputs, key, signature.inputs()));
            tensors.putAll(match("outputs", outputs, key, signature.outputs()));
            UnaryOperator<String> names =
                    id -> tensors.containsKey(id) ? tensors.get(id).name() : id;
            List<InputSpec> in = new ArrayList<>();
            List<OutputSpec> out = new ArrayList<>();
            Tensors04 four = new Tensors04(names);
            Tensors05 five = new Tensors05(names);
            if (version == 5) {
                five.learn(inputs);
                five.learn(outputs);
            }
            for (Fields f : inputs) {
                TensorInfo info = tensors.get(f.requireText(key));
                in.add(
                        checked(
                                version == 5
                                        ? five.input(f, info.type())
                                        : four.input(f, info.type()),
                                info));
            }
            for (Fields f : outputs) {
                TensorInfo info = tensors.get(f.requireText(key));
                out.add(version == 5 ? five.output(f, info.type()) : four.output(f, info.type()));
            }
            bundle.inputs(OwnFacts.inputs(own, in, inputs)).outputs(out);
            valueRange(inputs.get(0), version);
            if (version == 5) Tensors05.spacing(inputs.get(0)).ifPresent(bundle::spacing);
            if (outputs.size() == 1) labels(outputs.get(0), out.get(0));
        }

        private Map<String, TensorInfo> match(
                String kind, List<Fields> described, String key, List<TensorInfo> tensors) {
            List<String> names = described.stream().map(f -> f.requireText(key)).toList();
            Map<String, TensorInfo> byOwnName = OwnFacts.match(own, names, tensors);
            return byOwnName.isEmpty() ? Signatures.match(source, kind, names, tensors) : byOwnName;
        }

        private InputSpec checked(InputSpec spec, TensorInfo info) {
            if (info.shape() != null && info.shape().size() != spec.sizes().size()) {
                throw new RefusedException(
                        top.file(),
                        "input "
                                + spec.name()
                                + " is described as "
                                + spec.shapeText()
                                + ", but the SavedModel takes "
                                + info.shapeText(),
                        "correct the axes and the shape");
            }
            return spec;
        }

        private void valueRange(Fields input, int version) {
            List<?> range =
                    version == 5
                            ? input.raw("data") instanceof Map<?, ?>
                                    ? input.child("data").list("range")
                                    : List.of()
                            : input.list("data_range");
            if (range.size() != 2) return;
            if (range.get(0) instanceof Number low && range.get(1) instanceof Number high) {
                double min = low.doubleValue();
                double max = high.doubleValue();
                if (min < max && !Double.isInfinite(min) && !Double.isInfinite(max)) {
                    bundle.valueRange(new ValueRange(min, max));
                }
            }
        }

        /** Channel names of an output without pixels are its classes, unless just numbered. */
        private void labels(Fields output, OutputSpec spec) {
            boolean pixels = spec.axes().indexOf('x') >= 0;
            for (Fields axis : pixels ? List.<Fields>of() : axesWithNames(output)) {
                List<String> names = axis.texts("channel_names");
                if (names.stream().noneMatch(n -> GENERIC_CHANNEL.matcher(n).matches())) {
                    bundle.labels(names);
                }
            }
        }

        private static List<Fields> axesWithNames(Fields output) {
            if (!(output.raw("axes") instanceof List<?>)) return List.of();
            return output.children("axes").stream().filter(a -> a.has("channel_names")).toList();
        }

        private void facts() {
            List<Task> tasks =
                    top.texts("tags").stream()
                            .map(t -> t.toLowerCase(java.util.Locale.ROOT).replace(' ', '-'))
                            .map(TASK_TAGS::get)
                            .filter(java.util.Objects::nonNull)
                            .distinct()
                            .toList();
            if (tasks.size() == 1) bundle.task(tasks.get(0));
            ModelBundle soFar = bundle.build();
            List<Step> last = soFar.outputs().get(0).postprocessing();
            if (!last.isEmpty()) {
                Step step = last.get(last.size() - 1);
                if (step instanceof Softmax) bundle.scores(Scores.SOFTMAX);
                if (step instanceof Sigmoid) bundle.scores(Scores.SIGMOID);
            }
            Optional<Fields> stardist =
                    Optional.of(top.child("config").child("stardist"))
                            .filter(f -> !f.map().isEmpty());
            stardist.ifPresent(f -> bundle.decoder(Map.of("stardist", f.map())));
        }
    }
}
