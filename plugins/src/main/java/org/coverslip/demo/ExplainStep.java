package org.coverslip.demo;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.ToIntBiFunction;

/** Shows why the demo's network calls places of the slide tumour. */
final class ExplainStep {

    private ExplainStep() {}

    /**
     * @param command runs a command, by class name and inputs, and says how many images failed
     * @param folder of the demo, with slide.tif in it
     * @param network a bundle for slides
     * @return how many images failed
     */
    static int run(
            ToIntBiFunction<String, Map<String, String>> command, Path folder, Path network) {
        Path results = folder.resolve("explained");
        int failed =
                command.applyAsInt(
                        "org.coverslip.plugins.ExplainCommand",
                        Map.of(
                                "input", folder.resolve("slide.tif").toString(),
                                "model", network.toString(),
                                "output", results.toString(),
                                "label", "tumour",
                                "show", "false"));
        System.out.println(
                "Where the network sees tumour, and by what: "
                        + results.resolve("slide.tif").resolve("gallery.png"));
        return failed;
    }
}
