package org.coverslip.model.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.ModelFormat;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Task;
import org.coverslip.model.step.FixedStandardize;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.model.step.Sigmoid;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * WSInfer: {@code config.json} beside a SavedModel (in the same folder or one below it), as folder
 * or zip, or the {@code config.json} itself. Source: github.com/SBU-BMI/wsinfer-zoo, {@code
 * wsinfer_zoo/schemas/model-config.schema.json}; its networks give logits (WSInfer applies the
 * softmax itself, or the sigmoid where there is one class).
 */
@Plugin(type = ModelFormat.class, priority = Priority.HIGH - 1)
public final class WsinferFormat implements ModelFormat {

    private static final String CONFIG = "config.json";
    private static final int LARGEST = 1 << 20;
    private static final int HEAD = 100_000;

    @Override
    public String description() {
        return "config.json with patch_size_pixels (WSInfer) beside a SavedModel";
    }

    @Override
    public boolean accepts(Path source) {
        try {
            if (isConfig(source)) return mentionsPatch(source);
            if (!Files.isDirectory(source) && !Unzip.looksLikeZip(source)) return false;
            try (ModelFiles files = ModelFiles.of(source)) {
                return files.hasFile(CONFIG) && mentionsPatch(files.get(CONFIG));
            }
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isConfig(Path source) {
        return Files.isRegularFile(source) && source.getFileName().toString().equals(CONFIG);
    }

    private static boolean mentionsPatch(Path config) throws IOException {
        try (var in = Files.newInputStream(config)) {
            String head = new String(in.readNBytes(HEAD), StandardCharsets.UTF_8);
            return head.contains("patch_size_pixels") || head.contains("spacing_um_px");
        }
    }

    @Override
    public ModelBundle read(Path source, NetworkEngine engine) {
        Path root = isConfig(source) ? source.toAbsolutePath().getParent() : source;
        ModelFiles files = ModelFiles.of(root);
        try {
            Fields config = Documents.json(files.get(CONFIG));
            Path savedModel = ModelFiles.savedModelIn(files.get(""), source);
            ModelBundle.Builder bundle =
                    ModelBundle.builder()
                            .source(source)
                            .name(SavedModelFormat.name(root))
                            .format("WSInfer")
                            .savedModel(savedModel)
                            .task(Task.CLASSIFICATION);
            SavedModelFormat.describe(bundle, source, engine.describe(savedModel));
            facts(config, bundle);
            return bundle.temporary(files.temporaryOrNull()).build();
        } catch (RuntimeException e) {
            files.close();
            throw e;
        }
    }

    private static void facts(Fields config, ModelBundle.Builder bundle) {
        List<String> labels = config.texts("class_names");
        Optional<Integer> classes = config.integer("num_classes", 1, LARGEST);
        if (classes.isPresent() && !labels.isEmpty() && labels.size() != classes.get()) {
            throw config.refused("class_names", classes.get() + " names (num_classes)");
        }
        bundle.labels(labels);
        bundle.patch(config.requireInteger("patch_size_pixels", 1, LARGEST));
        double spacing = config.requireNumber("spacing_um_px");
        if (!(spacing > 0)) throw config.refused("spacing_um_px", "a number above 0");
        bundle.spacing(spacing);
        config.text("architecture").ifPresent(a -> bundle.description(a + " (WSInfer)"));
        ModelBundle soFar = bundle.build();
        InputSpec image = soFar.requireImageModel();
        List<Step> steps = transform(config, bundle);
        boolean known = config.has("transform");
        bundle.inputs(
                soFar.inputs().stream()
                        .map(i -> i == image && known ? i.withPreprocessing(steps) : i)
                        .toList());
        if (soFar.outputs().size() == 1) scores(soFar, labels.size(), bundle);
    }

    private static List<Step> transform(Fields config, ModelBundle.Builder bundle) {
        List<Step> steps = new ArrayList<>();
        for (Fields item : config.children("transform")) {
            Fields args = item.child("arguments");
            switch (item.requireText("name")) {
                case "Resize" -> bundle.resize(interpolation(args));
                case "ToTensor" -> {
                    steps.add(ScaleLinear.of(1 / 255.0, 0));
                    bundle.valueRange(new ValueRange(0, 255));
                }
                case "Normalize" -> {
                    List<Double> mean = args.numbers("mean");
                    List<Double> std = args.numbers("std");
                    if (mean.isEmpty()) throw args.refused("mean", "numbers");
                    if (std.size() != mean.size() || std.stream().anyMatch(s -> s <= 0)) {
                        throw args.refused("std", "numbers above 0, as many as mean,");
                    }
                    Optional<Character> axis =
                            mean.size() == 1 ? Optional.empty() : Optional.of('c');
                    steps.add(new FixedStandardize(mean, std, axis));
                }
                default -> throw item.refused("name", "Resize, ToTensor or Normalize");
            }
        }
        return steps;
    }

    private static Resampling interpolation(Fields args) {
        // NB: torchvision numbers the kernels as Pillow does; its default is bilinear.
        return switch (args.text("interpolation").orElse("bilinear")) {
            case "0", "nearest" -> Resampling.NEAREST;
            case "2", "bilinear" -> Resampling.BILINEAR;
            default -> throw args.refused("interpolation", "nearest or bilinear");
        };
    }

    private static void scores(ModelBundle soFar, int labels, ModelBundle.Builder bundle) {
        OutputSpec output = soFar.outputs().get(0);
        boolean single = output.channels().orElse(labels) == 1;
        if (!single) {
            bundle.scores(Scores.LOGITS);
            return;
        }
        bundle.scores(Scores.SIGMOID);
        bundle.outputs(
                List.of(
                        new OutputSpec(
                                output.name(),
                                output.axes(),
                                output.type(),
                                output.sizes(),
                                output.halo(),
                                List.of(new Sigmoid()))));
    }
}
