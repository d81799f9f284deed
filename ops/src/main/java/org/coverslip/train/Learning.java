package org.coverslip.train;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.training.Optimizer;
import org.coverslip.report.Numbers;
import org.coverslip.train.loop.Schedule;

/**
 * How a network learns.
 *
 * @param epochs at most, at least 1
 * @param batch samples per step, at least 1
 * @param rate highest learning rate, above 0
 * @param schedule {@code cosine}, {@code step} or {@code constant}
 * @param optimizer {@code adam} or {@code sgd} (momentum 0.9)
 * @param decay weight decay, 0 to 1
 * @param loss see {@link LossChoice}
 * @param patience epochs without a lower validation loss after which it stops; 0: never
 * @param seed of first weights, order, augmentation and dropout
 * @param threads 0: chosen; 1: the same bits every time
 * @param device where it should run
 */
public record Learning(
        int epochs,
        int batch,
        double rate,
        String schedule,
        String optimizer,
        double decay,
        String loss,
        int patience,
        long seed,
        int threads,
        Device device) {

    public static final Learning DEFAULT =
            new Learning(20, 32, 1e-3, "cosine", "adam", 1e-4, "balanced", 0, 1, 0, Device.AUTO);

    public Learning {
        if (epochs < 1) {
            throw new RefusedException(
                    "epochs=" + epochs, "there is nothing to do", "give 1 or more");
        }
        if (batch < 1) {
            throw new RefusedException("batch=" + batch, "it is below 1", "give 1 or more");
        }
        if (!(rate > 0 && rate <= 10)) {
            throw new RefusedException(
                    "rate=" + rate, "no network learns at this rate", "give for example 0.001");
        }
        if (!(decay >= 0 && decay <= 1)) {
            throw new RefusedException("decay=" + decay, "it is out of range", "give 0 to 1");
        }
        Schedule.parse(schedule, rate, epochs);
        optimizer(optimizer, decay);
    }

    public Learning withEpochs(int number) {
        return new Learning(
                number, batch, rate, schedule, optimizer, decay, loss, patience, seed, threads,
                device);
    }

    public Learning withSeed(long value) {
        return new Learning(
                epochs, batch, rate, schedule, optimizer, decay, loss, patience, value, threads,
                device);
    }

    public Learning withBatch(int number) {
        return new Learning(
                epochs, number, rate, schedule, optimizer, decay, loss, patience, seed, threads,
                device);
    }

    public Learning withThreads(int number) {
        return new Learning(
                epochs, batch, rate, schedule, optimizer, decay, loss, patience, seed, number,
                device);
    }

    public Learning withRate(double value) {
        return new Learning(
                epochs, batch, value, schedule, optimizer, decay, loss, patience, seed, threads,
                device);
    }

    /** How the learning rate changes over the run. */
    public Schedule rates() {
        return Schedule.parse(schedule, rate, epochs);
    }

    /** How weights move. */
    public Optimizer method() {
        return optimizer(optimizer, decay);
    }

    private static Optimizer optimizer(String name, double decay) {
        Optimizer.Adam adam = Optimizer.Adam.DEFAULT;
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "adam" -> new Optimizer.Adam(adam.beta1(), adam.beta2(), adam.epsilon(), decay);
            case "sgd" -> new Optimizer.Sgd(0.9, false, decay);
            default ->
                    throw new RefusedException(
                            "optimizer=" + name, "it is not known", "use adam or sgd");
        };
    }

    /** For the run record: what decides the result. */
    /** For the run record. */
    public Map<String, String> settings() {
        Map<String, String> s = new TreeMap<>();
        s.put("epochs", Integer.toString(epochs));
        s.put("batch", Integer.toString(batch));
        s.put("rate", Numbers.text(rate));
        s.put("schedule", schedule);
        s.put("optimizer", optimizer);
        s.put("decay", Numbers.text(decay));
        s.put("loss", loss);
        s.put("patience", Integer.toString(patience));
        s.put("seed", Long.toString(seed));
        return s;
    }
}
