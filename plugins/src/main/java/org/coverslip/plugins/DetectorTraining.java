package org.coverslip.plugins;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.network.Engines;
import org.coverslip.report.Numbers;
import org.coverslip.report.Progress;
import org.coverslip.train.Learning;
import org.coverslip.train.augment.Augmentation;
import org.coverslip.train.detection.TrainDetector;
import org.coverslip.train.loop.History;
import org.scijava.log.Logger;

/** The part of train that learns to find objects. */
final class DetectorTraining {

    private static final String NETWORK = "centres";

    private DetectorTraining() {}

    static boolean isAskedFor(String network) {
        return network.equals(NETWORK);
    }

    /**
     * @param images folder of the images
     * @param labels file or folder with boxes, in any format
     * @param start path of a detector to start from; blank: random weights
     * @return 0, or 1 where it ended early through a fault
     * @throws RefusedException if the request is wrong
     */
    static int run(
            String images,
            String labels,
            String start,
            Path output,
            double spacing,
            int size,
            double validation,
            String augment,
            Learning learning,
            Consumer<History> listener,
            Progress progress,
            Logger log) {
        if (labels.isBlank()) {
            throw new RefusedException(
                    "labels", "it is missing", "name the file or folder with the boxes");
        }
        boolean auto = augment.strip().equals("auto");
        TrainDetector training =
                TrainDetector.with(Engines.get())
                        .labels(OpenModel.path(labels), OpenModel.path(images))
                        .output(output)
                        .spacing(spacing)
                        .validation(validation)
                        .learning(learning)
                        .augmentation(auto ? Augmentation.SLIDES : Augmentation.parse(augment))
                        .progress(progress)
                        .listener(listener);
        if (!start.isBlank()) training.startingFrom(OpenModel.path(start));
        if (size > 0) training.size(size);
        TrainDetector.Result result = training.run();
        result.notes().forEach(log::info);
        if (result.canceled()) log.warn(result.message() + " Run it again to go on.");
        else if (!result.message().isEmpty()) log.error(result.message());
        result.metrics().forEach((name, value) -> log.info(name + ": " + Numbers.text(value)));
        result.model().ifPresent(m -> log.info("The trained model: " + m));
        return result.message().isEmpty() || result.canceled() ? 0 : 1;
    }
}
