package org.coverslip.train.detection;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.model.step.Step;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.coverslip.train.BundleFolder;
import org.coverslip.train.prepare.PlainPixels;

/**
 * Writes a trained detector as a bundle that says all that {@code detect} needs.
 *
 * @param labels of its classes
 * @param spacing um per pixel; 0: unknown
 * @param multiple that height and width of its pictures must be of
 * @param channels that it takes
 * @param steps from pixels of 0 to 255 to its inputs
 * @param largest object in pixels of the network, which tiles must overlap by
 */
record DetectorExport(
        NetworkEngine engine,
        String architecture,
        List<String> labels,
        double spacing,
        int multiple,
        int channels,
        List<Step> steps,
        double largest) {

    private static final double THRESHOLD = 0.3;
    private static final double IOU = 0.4;

    /** NB: a tile of 1024 pixels can hold a thousand nuclei; YOLO's 300 lost a third of them. */
    private static final int MOST = 20_000;

    /**
     * Writes the bundle.
     *
     * @param weights by {@code layer/variable}
     * @param folder of the bundle; what stood there is replaced
     */
    void write(String name, String text, Map<String, Tensor> weights, Path folder) {
        BundleFolder.build(
                engine, architecture, weights, folder, read -> complete(read, name, text));
    }

    private ModelBundle complete(ModelBundle read, String name, String description) {
        InputSpec input = read.requireImageModel().withAxes("byxc");
        Size edge = Size.stepped(multiple, multiple);
        InputSpec stepped =
                new InputSpec(
                        input.name(),
                        "byxc",
                        input.type(),
                        List.of(Size.ANY, edge, edge, new Size.Fixed(channels)),
                        steps);
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
                        .valueRange(PlainPixels.BYTES)
                        .patch(512);
        if (spacing > 0) facts.spacing(spacing);
        return facts.build();
    }
}
