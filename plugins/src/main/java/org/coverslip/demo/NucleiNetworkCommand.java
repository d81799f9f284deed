package org.coverslip.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.network.Engines;
import org.coverslip.plugins.CommandRun;
import org.coverslip.synthetic.Rendering;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.coverslip.train.Trained;
import org.coverslip.train.segmentation.Colours;
import org.coverslip.train.segmentation.LabelledPicture;
import org.coverslip.train.segmentation.TrainSegmenter;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes the network that ships as {@code model=nuclei}. Command line only. */
@Plugin(
        type = Command.class,
        name = "make-nuclei-network",
        headless = true,
        description =
                "Trains the small network that outlines nuclei and ships with Coverslip, on synthetic slides.")
public final class NucleiNetworkCommand extends ContextCommand {

    static final String TITLE = "Coverslip synthetic nuclei outlines, demo only";
    static final String TEXT =
            "Outlines nuclei on Coverslip's synthetic slides at 0.5 um per pixel. For demonstration"
                    + " and tests only: it has never seen real tissue and must not be used on any.";

    /** Seeds of the slides it learns from; others are for checking. */
    private static final long FIRST_SEED = 3000;

    private static final int SIDE = 512;
    private static final int FILTERS = 8;
    private static final double MICROMETRES = 0.5;

    @Parameter private LogService log;

    @Parameter(
            description = "Zip to write; a folder of the same name with -work is made beside it.")
    private String output = "";

    @Parameter(description = "Synthetic slides to learn from.", min = "5", required = false)
    private int slides = 40;

    @Parameter(description = "Passes over them.", min = "1", required = false)
    private int epochs = 10;

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(() -> NetworkMaking.run(output, log, this::train));
    }

    private NetworkMaking.Made train(Path work) {
        int checking = Math.max(1, slides / 5);
        Trained result =
                TrainSegmenter.with(Engines.get())
                        .objects("nucleus")
                        .training(pictures(0, slides))
                        .validation(pictures(slides, checking))
                        .output(work)
                        .spacing(MICROMETRES)
                        .filters(FILTERS)
                        .learning(NetworkMaking.ofNuclei(epochs))
                        .called(TITLE, TEXT)
                        .listener(h -> log.info(h.epochs().get(h.epochs().size() - 1).toString()))
                        .run();
        return new NetworkMaking.Made(result.model().orElseThrow(), result.metrics(), 0);
    }

    /** The middle of slides: every region of tissue, stained as each seed wants it. */
    private static List<LabelledPicture> pictures(int from, int count) {
        List<LabelledPicture> pictures = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            SyntheticSlide slide =
                    SyntheticSlide.of(
                            SlideParameters.of(FIRST_SEED + i, 2 * SIDE, 2 * SIDE).withTissue(0.9));
            Rendering r = slide.render(SIDE / 2, SIDE / 2, SIDE, SIDE);
            pictures.add(
                    LabelledPicture.ofObjects(
                            "slide " + i, SIDE, SIDE, Colours.of(r.rgb()), r.labels()));
        }
        return pictures;
    }
}
