package org.coverslip.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.detect.Box;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.network.Engines;
import org.coverslip.plugins.CommandRun;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.Nucleus;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.coverslip.train.Trained;
import org.coverslip.train.detection.TrainDetector;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.log.LogService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes the detector that ships as {@code model=nuclei-boxes}. Command line only. */
@Plugin(
        type = Command.class,
        name = "make-nuclei-detector",
        headless = true,
        description =
                "Trains the small detector of nuclei that ships with Coverslip, on synthetic slides.")
public final class NucleiDetectorCommand extends ContextCommand {

    static final String LABEL = "nucleus";
    static final String TITLE = "Coverslip synthetic nuclei, demo only";
    static final String TEXT =
            "Finds nuclei on Coverslip's synthetic slides at 0.5 um per pixel. For demonstration and"
                    + " tests only: it has never seen real tissue and must not be used on any.";

    private static final int SIDE = 1024;
    private static final int POINTS = 32;
    private static final double MICROMETRES = 0.5;
    private static final int FILTERS = 8;

    @Parameter private LogService log;

    @Parameter(
            description = "Zip to write; a folder of the same name with -work is made beside it.")
    private String output = "";

    @Parameter(description = "Synthetic slides to learn from.", min = "5", required = false)
    private int slides = 16;

    @Parameter(description = "Passes over them.", min = "1", required = false)
    private int epochs = 12;

    @Parameter(type = ItemIO.OUTPUT)
    private int failed;

    @Override
    public void run() {
        failed = CommandRun.of(this, log).run(() -> NetworkMaking.run(output, log, this::train));
    }

    private NetworkMaking.Made train(Path work) throws IOException {
        Path images = Files.createDirectories(work.resolve("slides"));
        List<LabelledImage> labelled = new ArrayList<>();
        for (int s = 1; s <= slides; s++) labelled.add(slide(images, s));
        Path labels =
                LabelFormats.named("coco")
                        .write(new LabelSet(List.of(LABEL), labelled, List.of()), work);
        Trained result =
                TrainDetector.with(Engines.get())
                        .labels(labels, images)
                        .output(work.resolve("trained"))
                        .spacing(MICROMETRES)
                        .filters(FILTERS)
                        .learning(NetworkMaking.ofNuclei(epochs))
                        .called(TITLE, TEXT)
                        .listener(h -> log.info("epoch " + h.epochs().size() + " is done"))
                        .run();
        return new NetworkMaking.Made(result.model().orElseThrow(), result.metrics(), 0);
    }

    private static LabelledImage slide(Path folder, int number) throws IOException {
        SlideParameters p = SlideParameters.of(2000 + number, SIDE, SIDE).withTissue(0.8);
        Path file = folder.resolve("slide-" + number + ".tif");
        if (!Files.exists(file)) MakeSlide.of(p).write(file);
        List<LabelledBox> boxes = new ArrayList<>();
        for (Nucleus n : SyntheticSlide.of(p).nucleiIn(0, 0, SIDE, SIDE)) {
            boxes.add(new LabelledBox(LABEL, box(n).clip(SIDE, SIDE)));
        }
        return new LabelledImage(file.getFileName().toString(), SIDE, SIDE, boxes);
    }

    /** The upright box around a nucleus, in level-0 pixels. */
    static Box box(Nucleus nucleus) {
        double x0 = Double.POSITIVE_INFINITY;
        double y0 = Double.POSITIVE_INFINITY;
        double x1 = Double.NEGATIVE_INFINITY;
        double y1 = Double.NEGATIVE_INFINITY;
        for (double[] p : nucleus.polygon(POINTS)) {
            x0 = Math.min(x0, p[0]);
            y0 = Math.min(y0, p[1]);
            x1 = Math.max(x1, p[0]);
            y1 = Math.max(y1, p[1]);
        }
        return new Box(x0, y0, x1, y1);
    }
}
