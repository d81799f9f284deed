package org.coverslip.plugins;

import org.coverslip.report.Numbers;
import org.coverslip.train.Trained;
import org.scijava.log.Logger;

/** Tells the user what came out of a training. */
final class TrainedReport {

    private TrainedReport() {}

    /**
     * @return 0, or 1 where it ended early through a fault
     */
    static int say(Trained result, Logger log) {
        result.notes().forEach(log::info);
        if (result.canceled()) log.warn(result.message() + " Run it again to go on.");
        else if (!result.message().isEmpty()) log.error(result.message());
        result.metrics()
                .forEach((k, v) -> log.info(k + ": " + Numbers.text(Math.rint(v * 1e4) / 1e4)));
        result.model().ifPresent(m -> log.info("The trained model: " + m));
        return result.message().isEmpty() || result.canceled() ? 0 : 1;
    }
}
