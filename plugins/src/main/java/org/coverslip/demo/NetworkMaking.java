package org.coverslip.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.train.Learning;
import org.scijava.log.LogService;

/** What the commands that make the shipped networks have in common: where to, and the zip. */
final class NetworkMaking {

    private NetworkMaking() {}

    /** Trains in a folder of its own. */
    @FunctionalInterface
    interface Training {
        Made in(Path work) throws IOException;
    }

    /**
     * What was trained.
     *
     * @param model folder of the bundle
     * @param metrics of it
     * @param failures pictures that could not be used
     */
    record Made(Path model, Map<String, Double> metrics, int failures) {}

    /** How nuclei are learned; by one thread, so that the same call makes the same network. */
    static Learning ofNuclei(int epochs) {
        return Learning.DEFAULT.withEpochs(epochs).withBatch(8).withRate(3e-3).withThreads(1);
    }

    /**
     * @param output zip to write; a folder of the same name with -work is made beside it
     * @return pictures that could not be used
     * @throws RefusedException if there is no output or it cannot be written
     */
    static int run(String output, LogService log, Training training) {
        if (output.isBlank()) {
            throw new RefusedException("output", "it is missing", "give output=<file>.zip");
        }
        Path zip = Path.of(output).toAbsolutePath();
        Path work = zip.resolveSibling(zip.getFileName() + "-work");
        try {
            Made made = training.in(work);
            made.metrics().forEach((name, value) -> log.info(name + ": " + value));
            BundleZip.write(made.model(), zip);
            log.info(zip + ": " + Files.size(zip) + " bytes");
            return made.failures();
        } catch (IOException e) {
            throw new RefusedException(
                    work,
                    "it cannot be written (" + e.getMessage() + ")",
                    "name another output",
                    e);
        }
    }
}
