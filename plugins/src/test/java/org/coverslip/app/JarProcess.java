package org.coverslip.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The built coverslip.jar in a JVM of its own, as a user runs it.
 *
 * @param exit its exit code
 * @param out what it printed
 * @param err what it printed on stderr
 * @param seconds from start to end
 */
public record JarProcess(int exit, String out, String err, double seconds) {

    private static final long PATIENCE_S = 300;

    /** Runs it in a folder, waits for it, and kills it when it hangs. */
    static JarProcess run(Path folder, String... args) throws IOException, InterruptedException {
        List<String> options =
                new ArrayList<>(List.of("-jar", System.getProperty("coverslip.jar")));
        options.addAll(List.of(args));
        return java(folder, options);
    }

    /** Runs Java with these options in a folder, waits for it, and kills it when it hangs. */
    public static JarProcess java(Path folder, List<String> options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        Path out = Files.createTempFile(folder, "stdout", ".txt");
        Path err = Files.createTempFile(folder, "stderr", ".txt");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        // NB: the tests' own quiet settings must not hide what a user would see.
        builder.environment().remove("TF_CPP_MIN_LOG_LEVEL");
        long start = System.nanoTime();
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(String.join(" ", command) + " hung");
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        try {
            return new JarProcess(
                    process.exitValue(), Files.readString(out), Files.readString(err), seconds);
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
