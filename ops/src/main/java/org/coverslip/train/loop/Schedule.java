package org.coverslip.train.loop;

import java.util.Locale;
import org.coverslip.RefusedException;

/** How the learning rate changes over a run. */
public sealed interface Schedule {

    /**
     * @param step from 0
     * @param stepsPerEpoch at least 1
     * @param epochs of the whole run
     */
    double rate(long step, int stepsPerEpoch, int epochs);

    /** The same all along. */
    record Constant(double rate) implements Schedule {
        @Override
        public double rate(long step, int stepsPerEpoch, int epochs) {
            return rate;
        }
    }

    /**
     * Multiplied by {@code factor} after every {@code every} epochs.
     *
     * @param every epochs, at least 1
     * @param factor 0 to 1
     */
    record Step(double rate, int every, double factor) implements Schedule {
        @Override
        public double rate(long step, int stepsPerEpoch, int epochs) {
            return rate * Math.pow(factor, Math.floor(step / (double) stepsPerEpoch / every));
        }
    }

    /**
     * A linear rise over the first {@code warm} part of the run, then half a cosine down to a
     * hundredth (Loshchilov and Hutter, arXiv 1608.03983, without restarts).
     *
     * @param warm 0 to 1
     */
    record Cosine(double rate, double warm) implements Schedule {

        private static final double END = 0.01;

        @Override
        public double rate(long step, int stepsPerEpoch, int epochs) {
            double total = (double) stepsPerEpoch * epochs;
            double rise = total * warm;
            if (step < rise) return rate * (step + 1) / (rise + 1);
            double part = Math.min(1, (step - rise) / Math.max(1, total - rise));
            return rate * (END + (1 - END) * (1 + Math.cos(Math.PI * part)) / 2);
        }
    }

    /**
     * Reads {@code cosine}, {@code step} (a tenth after each third of the epochs) or {@code
     * constant}.
     *
     * @param rate the highest
     * @throws RefusedException for anything else
     */
    static Schedule parse(String name, double rate, int epochs) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "cosine" -> new Cosine(rate, 0.05);
            case "step" -> new Step(rate, Math.max(1, (epochs + 2) / 3), 0.1);
            case "constant" -> new Constant(rate);
            default ->
                    throw new RefusedException(
                            "schedule=" + name,
                            "this schedule is not known",
                            "use cosine, step or constant");
        };
    }
}
