package org.coverslip.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.app.CommandCall;
import org.coverslip.demo.TissuePicture.Kind;
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

    private static final int PICTURES = 30;

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
            Path pictures = Files.createDirectories(folder.resolve("pictures"));
            List<Kind> truth = draw(pictures);
            System.out.println(
                    "Made "
                            + PICTURES
                            + " pictures of stroma, normal tissue and tumour: "
                            + pictures);
            new DemoNetwork(Engines.get())
                    .write(
                            folder.resolve("network"),
                            Files.createDirectories(folder.resolve("scratch")));
            deleteTree(folder.resolve("scratch"));
            System.out.println(
                    "Fitted a small network to other pictures of that kind: "
                            + folder.resolve("network"));
            int failures = classify(pictures, folder);
            System.out.println(
                    correct(folder.resolve("classified/summary.csv"), truth)
                            + " of "
                            + PICTURES
                            + " pictures, which it had not seen before, were classified correctly.");
            System.out.println("Look at: " + folder.resolve("classified/montage.png"));
            System.out.println("Numbers: " + folder.resolve("classified/summary.csv"));
            System.out.println(
                    "These are generated pictures: nothing here says anything about real tissue.");
            return failures;
        } catch (IOException e) {
            throw new RefusedException(
                    folder,
                    "the demo cannot write there (" + e.getMessage() + ")",
                    "name another output",
                    e);
        }
    }

    private int classify(Path pictures, Path folder) {
        Context context = context();
        CommandService commands = context.service(CommandService.class);
        var classify = commands.getCommand("org.coverslip.plugins.ClassifyCommand");
        return new CommandCall(context)
                .run(
                        classify,
                        java.util.Map.of(
                                "input", pictures.toString(),
                                "model", folder.resolve("network").toString(),
                                "output", folder.resolve("classified").toString(),
                                "show", "false"));
    }

    private static List<Kind> draw(Path folder) throws IOException {
        List<Kind> truth = new ArrayList<>();
        for (int i = 0; i < PICTURES; i++) {
            Kind kind = Kind.values()[i % Kind.values().length];
            truth.add(kind);
            Path file =
                    folder.resolve(
                            String.format(
                                    java.util.Locale.ROOT, "%02d_%s.png", i + 1, kind.label()));
            ImageIO.write(TissuePicture.draw(kind, i), "png", file.toFile());
        }
        return truth;
    }

    private static long correct(Path summary, List<Kind> truth) {
        List<List<String>> rows = Table.read(summary).rows();
        return java.util.stream.IntStream.range(0, rows.size())
                .filter(i -> rows.get(i).get(3).equals(truth.get(i).label()))
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
        for (String own : List.of("pictures", "network", "scratch", "classified"))
            deleteTree(folder.resolve(own));
        Files.createDirectories(folder);
        Files.writeString(
                marker, "Everything in this folder was generated; the next demo replaces it.\n");
    }

    private static void deleteTree(Path tree) throws IOException {
        if (!Files.exists(tree)) return;
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
