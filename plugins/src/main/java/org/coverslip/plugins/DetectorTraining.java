package org.coverslip.plugins;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.coverslip.RefusedException;
import org.coverslip.network.Engines;
import org.coverslip.report.Progress;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.TransferStart;
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

    /** Whether this names a detector that Coverslip trained, and no Keras file. */
    static boolean isDetector(String model) {
        return !model.isBlank() && !TransferStart.isKerasFile(OpenModel.path(model));
    }

    /**
     * @param images folder of the images
     * @param labels file or folder with boxes, in any format
     * @param model path of a detector or Keras file to start from; blank: random weights
     * @param freeze what of a Keras file stays as it is
     * @param factor on the rate of what of it may change
     * @return 0, or 1 where it ended early through a fault
     * @throws RefusedException if the request is wrong
     */
    static int run(
            String images,
            String labels,
            String model,
            String freeze,
            double factor,
            Path output,
            Seeing seeing,
            double validation,
            Learning learning,
            Consumer<History> listener,
            Progress progress,
            Logger log) {
        if (labels.isBlank()) {
            throw new RefusedException(
                    "labels", "it is missing", "name the file or folder with the boxes");
        }
        TrainDetector training =
                TrainDetector.with(Engines.get())
                        .labels(OpenModel.path(labels), OpenModel.path(images))
                        .output(output)
                        .seeing(seeing)
                        .validation(validation)
                        .learning(learning)
                        .progress(progress)
                        .listener(listener);
        if (isDetector(model)) training.startingFrom(OpenModel.path(model));
        else if (!model.isBlank()) {
            training.transfer(new TransferStart(OpenModel.path(model), freeze, factor));
        }
        return TrainedReport.say(training.run(), log);
    }
}
