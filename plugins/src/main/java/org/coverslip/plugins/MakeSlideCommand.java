package org.coverslip.plugins;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.coverslip.slide.write.Compression;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.task.TaskService;

/** Writes a synthetic slide with known truth. Command line and scripts only. */
@Plugin(
        type = Command.class,
        name = "make-slide",
        headless = true,
        description = "Makes a synthetic H&E slide of any size with known regions and nuclei.")
public final class MakeSlideCommand extends ContextCommand {

    @Parameter private LogService log;

    @Parameter private TaskService tasks;

    @Parameter(
            description =
                    "Slide to write, ending in .tif; its truth is written beside it: -regions.geojson, -nuclei.csv, .json.")
    private String output = "";

    @Parameter(description = "Pixels.", min = "64", max = "1000000", required = false)
    private int width = 20000;

    @Parameter(description = "Pixels.", min = "64", max = "1000000", required = false)
    private int height = 20000;

    @Parameter(description = "Another number gives another slide.", required = false)
    private long seed = 1;

    @Parameter(description = "um per pixel.", min = "0.1", max = "2", required = false)
    private double spacing = 0.5;

    @Parameter(
            description = "Share of the slide that is tissue.",
            min = "0",
            max = "1",
            required = false)
    private double tissue = 0.5;

    @Parameter(
            description = "Share of the tissue that is tumour.",
            min = "0",
            max = "1",
            required = false)
    private double tumour = 0.35;

    @Parameter(
            description =
                    "0: tissue with tumour; 1 to 5: this many clearly different textures in known places.",
            min = "0",
            max = "5",
            required = false)
    private int textures;

    @Parameter(
            description = "Relative size of each texture, such as 3,1; empty: all the same.",
            required = false)
    private String ratios = "";

    @Parameter(
            description = "How tiles are stored.",
            choices = {"jpeg", "deflate", "none"},
            required = false)
    private String compression = "jpeg";

    @Parameter(description = "Of JPEG.", min = "1", max = "100", required = false)
    private int quality = 85;

    @Parameter(description = "Edge of a tile, pixels.", required = false)
    private int tile = 256;

    @Parameter(description = "From one level to the next: 2 or 4.", required = false)
    private int factor = 4;

    @Parameter(description = "Also write every nucleus as a polygon.", required = false)
    private boolean outlines;

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(this::make);
    }

    private int make() {
        InputCheck.check(this);
        Path to = OpenModel.path(output);
        SlideParameters parameters =
                new SlideParameters(
                        seed, width, height, spacing, tissue, tumour, textures, numbers(ratios));
        try (TaskProgress progress = new TaskProgress(tasks.createTask("Coverslip make-slide"))) {
            MakeSlide.Result result =
                    MakeSlide.of(parameters)
                            .compression(stored())
                            .tile(tile)
                            .factor(factor)
                            .outlines(outlines)
                            .progress(progress)
                            .write(to);
            log.info(to + " written, with " + result.nuclei() + " nuclei");
        } catch (CancellationException e) {
            cancel("Stopped by the user; nothing was written.");
        }
        return 0;
    }

    private Compression stored() {
        return switch (compression) {
            case "deflate" -> Compression.DEFLATE;
            case "none" -> Compression.NONE;
            default -> Compression.jpeg(quality);
        };
    }

    private static List<Double> numbers(String text) {
        if (text.isBlank()) return List.of();
        try {
            return Stream.of(text.split(",", -1)).map(String::strip).map(Double::valueOf).toList();
        } catch (NumberFormatException e) {
            throw new RefusedException(
                    "ratios=" + text, "these are not numbers", "write for example ratios=3,1,1", e);
        }
    }
}
