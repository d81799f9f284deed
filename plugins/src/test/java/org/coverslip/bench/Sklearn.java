package org.coverslip.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Debian's python3 with scikit-learn as a program that stays: it reads its data once and does its
 * work each time it is asked, so that ours and theirs can take turns.
 */
final class Sklearn implements AutoCloseable {

    private static final String READY = "ready";

    private final Process process;
    private final BufferedReader answers;
    private final Writer questions;

    private Sklearn(Process process) {
        this.process = process;
        this.answers =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.questions = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * @param setup Python that reads the data from the folder {@code dir}
     * @param work Python that does the work and leaves the list {@code answer} of numbers
     * @return empty where there is no python3 with scikit-learn
     */
    static Optional<Sklearn> start(Path folder, String setup, String work) throws IOException {
        String script =
                "import sys, time, numpy as np, sklearn\nfrom sklearn.cluster import KMeans\n"
                        + "from sklearn.metrics import silhouette_score\ndir = sys.argv[1]\n"
                        + setup
                        + "\nprint('ready', flush=True)\nfor line in sys.stdin:\n"
                        + "    begin = time.perf_counter()\n"
                        + work.indent(4)
                        + "    print(time.perf_counter() - begin, *answer, flush=True)\n";
        try {
            Process process =
                    new ProcessBuilder("/usr/bin/python3", "-c", script, folder.toString())
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
            Sklearn sklearn = new Sklearn(process);
            if (READY.equals(sklearn.answers.readLine())) return Optional.of(sklearn);
            sklearn.close();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Seconds, then the answer. */
    double[] work() throws IOException {
        questions.write("go\n");
        questions.flush();
        String line = answers.readLine();
        if (line == null) throw new IOException("python3 ended");
        return Arrays.stream(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
