package org.coverslip.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntBiFunction;
import javax.imageio.ImageIO;
import org.coverslip.demo.TissuePatches.Patch;

/** Teaches a new network the three kinds of tissue from pictures in folders. */
final class TrainStep {

    private static final long SLIDES = 300;
    private static final int PER_KIND = 60;

    private TrainStep() {}

    /**
     * @param command runs a command, by class name and inputs, and says how many images failed
     * @param folder of the demo
     * @return how many images failed
     */
    static int run(ToIntBiFunction<String, Map<String, String>> command, Path folder)
            throws IOException {
        Path classes = folder.resolve("classes");
        List<Patch> patches = TissuePatches.cut(SLIDES, PER_KIND);
        for (int i = 0; i < patches.size(); i++) {
            Path kind = Files.createDirectories(classes.resolve(patches.get(i).kind().label()));
            ImageIO.write(
                    patches.get(i).picture(),
                    "png",
                    kind.resolve("picture-" + i + ".png").toFile());
        }
        Path results = folder.resolve("trained");
        int failed =
                command.applyAsInt(
                        "org.coverslip.plugins.TrainCommand",
                        Map.of(
                                "input", classes.toString(),
                                "output", results.toString(),
                                "spacing", "0.5",
                                "epochs", "12",
                                "rate", "0.003",
                                "show", "false"));
        System.out.println(
                "Taught a new network from "
                        + patches.size()
                        + " pictures in three folders: "
                        + results.resolve("history.png"));
        return failed;
    }
}
