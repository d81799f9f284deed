package org.coverslip.train;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Scores;
import org.coverslip.model.Task;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.coverslip.train.prepare.PlainPixels;

/** Writes a trained classifier as a bundle that says all that {@code classify} needs. */
final class BundleExport {

    private final NetworkEngine engine;
    private final Blueprint blueprint;
    private final List<String> labels;
    private final boolean exclusive;
    private final List<Step> steps;
    private final double spacing;

    BundleExport(
            NetworkEngine engine,
            Blueprint blueprint,
            List<String> labels,
            boolean exclusive,
            List<Step> steps,
            double spacing) {
        this.engine = engine;
        this.blueprint = blueprint;
        this.labels = labels;
        this.exclusive = exclusive;
        this.steps = steps;
        this.spacing = spacing;
    }

    /**
     * Writes the bundle, in the place of one of an earlier run.
     *
     * @throws RefusedException if the folder holds anything else, or cannot be written
     */
    void write(String name, String description, Map<String, Tensor> weights, Path folder) {
        BundleFolder.build(
                engine,
                blueprint.architecture(),
                weights,
                folder,
                read -> complete(read, name, description));
    }

    private ModelBundle complete(ModelBundle read, String name, String description) {
        ModelBundle.Builder facts =
                read.toBuilder()
                        .name(name)
                        .description(description)
                        .format("trained by Coverslip")
                        .task(Task.CLASSIFICATION)
                        .inputs(
                                List.of(
                                        read.requireImageModel()
                                                .withAxes("byxc")
                                                .withPreprocessing(steps)))
                        .labels(labels)
                        .scores(exclusive ? Scores.SOFTMAX : Scores.SIGMOID)
                        .valueRange(PlainPixels.BYTES)
                        .resize(PlainPixels.KERNEL);
        if (spacing > 0) facts.spacing(spacing);
        return facts.build();
    }
}
