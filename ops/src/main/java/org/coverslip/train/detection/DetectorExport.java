package org.coverslip.train.detection;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.model.TemporaryFolder;
import org.coverslip.model.step.ScaleLinear;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.coverslip.slide.ValueRange;
import org.coverslip.train.BundleFolder;
import org.coverslip.train.architecture.PixelArchitectures;

/** Writes a trained detector as a bundle that says all that {@code detect} needs. */
final class DetectorExport {

    private static final double THRESHOLD = 0.3;
    private static final double IOU = 0.4;

    /** NB: a tile of 1024 pixels can hold a thousand nuclei; YOLO's 300 lost a third of them. */
    private static final int MOST = 20_000;

    private final NetworkEngine engine;
    private final String architecture;
    private final List<String> labels;
    private final double spacing;

    DetectorExport(NetworkEngine engine, String architecture, List<String> labels, double spacing) {
        this.engine = engine;
        this.architecture = architecture;
        this.labels = labels;
        this.spacing = spacing;
    }

    /**
     * @param largest object in pixels of the network, which tiles must overlap by
     * @param folder of the bundle; what stood there is replaced
     */
    void write(
            String name,
            String description,
            Map<String, Tensor> weights,
            double largest,
            Path folder) {
        try (TemporaryFolder scratch = TemporaryFolder.create()) {
            Path saved = scratch.path().resolve("centres");
            engine.buildKeras(architecture, weights, saved);
            try (ModelBundle read = Models.open(saved, engine)) {
                ModelBundle whole = complete(read, name, description, largest);
                BundleFolder.replace(folder, f -> new BundleWriter().write(whole, f));
            }
        }
    }

    private ModelBundle complete(
            ModelBundle read, String name, String description, double largest) {
        InputSpec input = read.requireImageModel().withAxes("byxc");
        Size edge = Size.stepped(PixelArchitectures.MULTIPLE, PixelArchitectures.MULTIPLE);
        InputSpec stepped =
                new InputSpec(
                        input.name(),
                        "byxc",
                        input.type(),
                        List.of(Size.ANY, edge, edge, new Size.Fixed(3)),
                        List.of(ScaleLinear.of(1 / 255.0, 0)));
        Map<String, Object> decoder = new LinkedHashMap<>();
        decoder.put("name", "centre-heat");
        decoder.put("threshold", THRESHOLD);
        decoder.put("iou", IOU);
        decoder.put("largest", Math.ceil(largest));
        decoder.put("fit", "stretch");
        decoder.put("most", MOST);
        ModelBundle.Builder facts =
                read.toBuilder()
                        .name(name)
                        .description(description)
                        .format("trained by Coverslip")
                        .task(Task.DETECTION)
                        .inputs(List.of(stepped))
                        .labels(labels)
                        .decoder(decoder)
                        .valueRange(new ValueRange(0, 255))
                        .patch(512);
        if (spacing > 0) facts.spacing(spacing);
        return facts.build();
    }
}
