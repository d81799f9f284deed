package org.coverslip.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import org.coverslip.model.Shipped;
import org.coverslip.report.Table;

/** Counts the nuclei of the demo's slide. */
final class DetectStep {

    private DetectStep() {}

    /**
     * @param command runs a command, by class name and inputs, and says how many images failed
     * @param folder of the demo, with slide.tif in it
     * @return how many images failed
     */
    static int run(ToIntBiFunction<String, Map<String, String>> command, Path folder) {
        Path results = folder.resolve("detected");
        int failed =
                command.applyAsInt(
                        "org.coverslip.plugins.DetectCommand",
                        Map.of(
                                "input",
                                folder.resolve("slide.tif").toString(),
                                "model",
                                Shipped.NUCLEI_BOXES,
                                "output",
                                results.toString(),
                                "show",
                                "false"));
        Table summary = Table.read(results.resolve("summary.csv"));
        for (List<String> row : summary.rows()) {
            String objects = row.get(summary.columns().indexOf("objects"));
            System.out.println(
                    "Found "
                            + objects
                            + " nuclei on it: "
                            + results.resolve("slide.tif").resolve("overlay.png"));
        }
        return failed;
    }
}
