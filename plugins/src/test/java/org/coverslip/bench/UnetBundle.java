package org.coverslip.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.Loss;
import org.coverslip.network.training.Optimizer;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.train.architecture.Frame;
import org.coverslip.train.architecture.PixelArchitectures;

/** A U-Net of 16 filters with the weights it begins to learn with: three classes, 0.5 um. */
final class UnetBundle {

    private UnetBundle() {}

    static Path write(Path target) throws Exception {
        if (Files.exists(target)) return target;
        String json = PixelArchitectures.unet(new Frame(0, 0, 3, 3, false), 16);
        Map<String, Tensor> weights;
        TrainingSetup setup =
                new TrainingSetup(
                        json,
                        Map.of(),
                        Set.of(),
                        Map.of(),
                        Map.of(PixelArchitectures.SCORES, new Loss.DiceCrossEntropy(1)),
                        Optimizer.Adam.DEFAULT,
                        1,
                        0,
                        Device.AUTO);
        try (LearningNetwork fresh = Engines.get().learn(setup)) {
            weights = new LinkedHashMap<>(fresh.weights());
        }
        Path saved = target.resolveSibling(target.getFileName() + "-saved");
        Workshop.deleteTree(saved);
        Engines.get().buildKeras(json, weights, saved);
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            InputSpec in = read.requireImageModel();
            OutputSpec out = read.outputs().get(0);
            Size edge = Size.stepped(8, 8);
            ModelBundle model =
                    read.toBuilder()
                            .name("unet16")
                            .task(Task.SEGMENTATION)
                            .inputs(
                                    List.of(
                                            new InputSpec(
                                                    in.name(),
                                                    "byxc",
                                                    in.type(),
                                                    List.of(
                                                            Size.ANY,
                                                            edge,
                                                            edge,
                                                            new Size.Fixed(3)),
                                                    List.of())))
                            .outputs(
                                    List.of(
                                            new OutputSpec(
                                                    out.name(),
                                                    "byxc",
                                                    out.type(),
                                                    List.of(
                                                            Size.ANY,
                                                            new Size.Relative(in.name(), 'y', 1, 0),
                                                            new Size.Relative(in.name(), 'x', 1, 0),
                                                            new Size.Fixed(3)),
                                                    List.of(0, 48, 48, 0),
                                                    List.of())))
                            .labels(List.of("background", "stroma", "tumour"))
                            .scores(Scores.SOFTMAX)
                            .normalization(Normalization.parse("0..1"))
                            .spacing(0.5)
                            .build();
            new BundleWriter().zipped(false).write(model, target);
        }
        Workshop.deleteTree(saved);
        return target;
    }
}
