package org.coverslip.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import org.coverslip.model.Shipped;

/** Outlines and measures the nuclei of the demo's slide. */
final class SegmentStep {

    private SegmentStep() {}

    /**
     * @param command runs a command, by class name and inputs, and says how many images failed
     * @param folder of the demo, with slide.tif in it
     * @return how many images failed
     */
    static int run(ToIntBiFunction<String, Map<String, String>> command, Path folder) {
        Path results = folder.resolve("segmented");
        int failed =
                command.applyAsInt(
                        "org.coverslip.plugins.SegmentCommand",
                        Map.of(
                                "input",
                                folder.resolve("slide.tif").toString(),
                                "model",
                                Shipped.NUCLEI,
                                "output",
                                results.toString(),
                                "smallest",
                                "4",
                                "show",
                                "false"));
        System.out.println(
                "Every nucleus of the slide, measured: "
                        + results.resolve("slide.tif").resolve("objects.csv"));
        return failed;
    }
}
