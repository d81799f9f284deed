package org.coverslip.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.app.CommandCall;
import org.coverslip.demo.TissuePatches.Patch;
import org.coverslip.network.Engines;
import org.coverslip.plugins.CommandRun;
import org.coverslip.report.Table;
import org.scijava.Context;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Makes pictures and a network of its own, runs every operation on them, and says where the results
 * are.
 */
@Plugin(
        type = Command.class,
        name = "demo",
        headless = true,
        description =
                "Makes pictures and a small network, runs every operation on them, says where the results are.")
public final class DemoCommand extends ContextCommand {

    private static final long SLIDES = 1;
    private static final int PER_KIND = 10;

    @Parameter private LogService log;

    @Parameter(
            description =
                    "Folder for the pictures, the network and the results; what the last demo left is replaced.")
    private String output = "";

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::demo);
    }

    private int demo() {
        if (output.isBlank())
            throw new RefusedException("output", "it is missing", "give output=<folder>");
        Path folder = Path.of(output).toAbsolutePath().normalize();
        try {
            clear(folder);
            List<Patch> patches = draw(Files.createDirectories(folder.resolve("pictures")));
            say(
                    "Made " + patches.size() + " pictures of synthetic tissue",
                    folder.resolve("pictures"));
            run(
                    "org.coverslip.plugins.MakeSlideCommand",
                    Map.of(
                            "output",
                            folder.resolve("slide.tif").toString(),
                            "width",
                            "6000",
                            "height",
                            "5000",
                            "seed",
                            "7"));
            say("Made a slide of 6000 x 5000 pixels", folder.resolve("slide.tif"));
            Path scratch = Files.createDirectories(folder.resolve("scratch"));
            Path network = folder.resolve("network");
            Path slideNetwork = folder.resolve("network-for-slides");
            new DemoNetwork(Engines.get()).write(network, slideNetwork, scratch);
            deleteTree(scratch);
            say("Fitted a small network to other slides", network);
            int failures =
                    classify(folder.resolve("pictures"), network, folder.resolve("classified"));
            say(
                    correct(folder.resolve("classified/summary.csv"), patches)
                            + " of "
                            + patches.size()
                            + " pictures, which it had not seen before, were classified correctly",
                    folder.resolve("classified/montage.png"));
            failures +=
                    classify(folder.resolve("slide.tif"), slideNetwork, folder.resolve("heatmap"));
            say("The slide, tile by tile", folder.resolve("heatmap/slide.tif/overlay.png"));
            failures += ExplainStep.run(this::run, folder, slideNetwork);
            failures += TrainStep.run(this::run, folder);
            failures +=
                    new WordsDemo(context())
                            .run(folder.resolve("slide.tif"), folder.resolve("words"));
            failures += SegmentStep.run(this::run, folder);
            failures += DetectStep.run(this::run, folder);
            System.out.println(
                    "All of it is synthetic: nothing here says anything about real tissue.");
            return failures;
        } catch (IOException e) {
            throw new RefusedException(
                    folder,
                    "the demo cannot write there (" + e.getMessage() + ")",
                    "name another output",
                    e);
        }
    }

    private static void say(String what, Path where) {
        System.out.println(what + ": " + where);
    }

    private int run(String command, Map<String, String> inputs) {
        Context context = context();
        return new CommandCall(context)
                .run(context.service(CommandService.class).getCommand(command), inputs);
    }

    private int classify(Path input, Path model, Path results) {
        return run(
                "org.coverslip.plugins.ClassifyCommand",
                Map.of(
                        "input", input.toString(),
                        "model", model.toString(),
                        "output", results.toString(),
                        "show", "false"));
    }

    private static List<Patch> draw(Path folder) throws IOException {
        List<Patch> patches = TissuePatches.cut(SLIDES, PER_KIND);
        for (int i = 0; i < patches.size(); i++) {
            String label = patches.get(i).kind().label();
            String name = String.format(Locale.ROOT, "%02d_%s.png", i + 1, label);
            ImageIO.write(patches.get(i).picture(), "png", folder.resolve(name).toFile());
        }
        return patches;
    }

    private static long correct(Path summary, List<Patch> truth) {
        List<List<String>> rows = Table.read(summary).rows();
        return IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).get(3).equals(truth.get(i).kind().label()))
                .count();
    }

    /** Only what a demo itself made is deleted, and a marker says that it did. */
    private static void clear(Path folder) throws IOException {
        Path marker = folder.resolve("made by coverslip demo.txt");
        if (Files.exists(folder) && !Files.exists(marker)) {
            try (var inside = Files.list(folder)) {
                if (inside.findAny().isPresent()) {
                    throw new RefusedException(
                            folder,
                            "this folder holds other files",
                            "name a new folder for the demo");
                }
            }
        }
        deleteTree(folder);
        Files.createDirectories(folder);
        Files.writeString(
                marker, "Everything in this folder was generated; the next demo deletes it.\n");
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
