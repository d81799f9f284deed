package org.coverslip.train.segmentation;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.coverslip.train.BundleFolder;
import org.coverslip.train.architecture.PixelArchitectures;
import org.coverslip.train.prepare.PlainPixels;

/**
 * Writes a trained network as a bundle that says all that {@code segment} needs.
 *
 * @param labels of its channels, the first is background
 * @param objects whether channel 1 is the inside of objects and channel 2 their border
 * @param spacing um per pixel; 0: unknown
 * @param steps from pixels of 0 to 255 to its inputs
 */
record SegmenterExport(
        NetworkEngine engine,
        String architecture,
        List<String> labels,
        boolean objects,
        double spacing,
        List<Step> steps) {

    /**
     * Pixels around each that a network of three poolings looks at: 4 convolutions of 3 pixels at
     * the full size twice, and as many at each half.
     */
    private static final int HALO = 48;

    /**
     * @param folder of the bundle; what stood there is replaced
     */
    void write(String name, String description, Map<String, Tensor> weights, Path folder) {
        BundleFolder.build(
                engine, architecture, weights, folder, read -> complete(read, name, description));
    }

    private ModelBundle complete(ModelBundle read, String name, String description) {
        InputSpec input = read.requireImageModel();
        OutputSpec output = read.outputs().get(0);
        Size edge = Size.stepped(PixelArchitectures.MULTIPLE, PixelArchitectures.MULTIPLE);
        InputSpec in =
                new InputSpec(
                        input.name(),
                        "byxc",
                        input.type(),
                        List.of(Size.ANY, edge, edge, new Size.Fixed(3)),
                        steps);
        OutputSpec out =
                new OutputSpec(
                        output.name(),
                        "byxc",
                        output.type(),
                        List.of(
                                Size.ANY,
                                new Size.Relative(input.name(), 'y', 1, 0),
                                new Size.Relative(input.name(), 'x', 1, 0),
                                new Size.Fixed(labels.size())),
                        List.of(0, HALO, HALO, 0),
                        List.of());
        Map<String, Object> decoder = new LinkedHashMap<>();
        decoder.put("type", objects ? "border" : "semantic");
        if (objects) decoder.put("border", 2);
        ModelBundle.Builder facts =
                read.toBuilder()
                        .name(name)
                        .description(description)
                        .format("trained by Coverslip")
                        .task(Task.SEGMENTATION)
                        .inputs(List.of(in))
                        .outputs(List.of(out))
                        .labels(labels)
                        .scores(Scores.SOFTMAX)
                        .decoder(decoder)
                        .valueRange(PlainPixels.BYTES);
        if (spacing > 0) facts.spacing(spacing);
        return facts.build();
    }
}
