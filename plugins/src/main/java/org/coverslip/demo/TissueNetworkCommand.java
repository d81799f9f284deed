package org.coverslip.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.network.Engines;
import org.coverslip.plugins.CommandRun;
import org.coverslip.report.Progress;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.TrainClassifier;
import org.coverslip.train.split.Split;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes the classifier that ships as {@code model=tissue}. Command line only. */
@Plugin(
        type = Command.class,
        name = "make-tissue-network",
        headless = true,
        description =
                "Trains the small tissue classifier that ships with Coverslip, on synthetic slides.")
public final class TissueNetworkCommand extends ContextCommand {

    static final String TITLE = "Coverslip synthetic tissue, demo only";
    static final String TEXT =
            "Tells normal tissue, stroma and tumour apart on Coverslip's synthetic slides, in"
                    + " patches of 128 pixels of 0.5 um. For demonstration and tests only: it has"
                    + " never seen real tissue and must not be used on any.";

    private static final int SIDE = 4000;
    private static final double MICROMETRES = 0.5;

    @Parameter private LogService log;

    @Parameter(
            description = "Zip to write; a folder of the same name with -work is made beside it.")
    private String output = "";

    @Parameter(description = "Synthetic slides to learn from.", min = "5", required = false)
    private int slides = 20;

    @Parameter(description = "Passes over their tiles.", min = "1", required = false)
    private int epochs = 8;

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(() -> NetworkMaking.run(output, log, this::train));
    }

    private NetworkMaking.Made train(Path work) throws IOException {
        Path input = Files.createDirectories(work.resolve("slides"));
        for (int s = 1; s <= slides; s++) slide(input.resolve("slide-" + s + ".tif"), s);
        TrainClassifier.Result result =
                TrainClassifier.with(Engines.get())
                        .images(input.toString())
                        .output(work.resolve("trained"))
                        .split(Split.of(0.2, 0.2, 1))
                        .learning(Learning.DEFAULT.withEpochs(epochs).withThreads(1))
                        .seeing(Seeing.DEFAULT.withSpacing(MICROMETRES))
                        .called(TITLE, TEXT)
                        .progress(Progress.NONE)
                        .listener(h -> log.info("epoch " + h.epochs().size() + " is done"))
                        .run();
        return new NetworkMaking.Made(
                result.model().orElseThrow(), result.metrics(), result.failures().size());
    }

    /** Its regions are laid beside it under the name that annotations have. */
    private static void slide(Path file, int number) throws IOException {
        if (Files.exists(file)) return;
        MakeSlide.of(SlideParameters.of(1000 + number, SIDE, SIDE).withTissue(0.7)).write(file);
        String stem = file.getFileName().toString().replace(".tif", "");
        Files.move(
                file.resolveSibling(stem + "-regions.geojson"),
                file.resolveSibling(stem + ".geojson"));
    }
}
