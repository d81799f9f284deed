package org.coverslip.plugins;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.network.Engines;
import org.coverslip.report.Progress;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.segmentation.LabelledFolder;
import org.coverslip.train.segmentation.LabelledPicture;
import org.coverslip.train.segmentation.TrainSegmenter;
import org.scijava.log.LogService;

/** What {@code train} does where the network is one of pixels. */
final class SegmenterTraining {

    /** Learns classes of pixels. */
    static final String UNET = "unet";

    /** Learns objects and the borders between them. */
    static final String OBJECTS = "unet-objects";

    private SegmenterTraining() {}

    /** Whether this is one of them. */
    static boolean isAskedFor(String network) {
        return network.equals(UNET) || network.equals(OBJECTS);
    }

    /**
     * @param input folder of the pictures
     * @param labels folder of label images, or names a,b,c of the classes; blank: annotations
     * @return 0, or 1 where it ended early through a fault
     */
    static int run(
            String network,
            String input,
            String labels,
            Path output,
            Seeing seeing,
            double validation,
            Learning learning,
            HistoryWindow window,
            Progress progress,
            LogService log) {
        boolean objects = network.equals(OBJECTS);
        boolean folder = !labels.isBlank() && Files.isDirectory(OpenModel.path(labels));
        Optional<Path> where = folder ? Optional.of(OpenModel.path(labels)) : Optional.empty();
        List<String> names = labels.isBlank() || folder ? List.of() : LabelList.parse(labels);
        LabelledFolder data =
                LabelledFolder.read(input.strip(), where, objects, names, seeing.range());
        List<List<LabelledPicture>> parts = data.split(validation, learning.seed());
        TrainSegmenter training =
                TrainSegmenter.with(Engines.get())
                        .classes(data.classes())
                        .training(parts.get(0))
                        .validation(parts.get(1))
                        .output(output)
                        .seeing(seeing)
                        .learning(learning)
                        .progress(progress)
                        .listener(window);
        if (objects) training.objects(names.isEmpty() ? "object" : names.get(0));
        return TrainedReport.say(training.run(), log);
    }
}
