package org.coverslip.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The classify command in a JVM of its own.
 *
 * @param seconds from start to end
 * @param peak largest resident memory, bytes; 0 where the system does not tell
 */
record Child(double seconds, long peak) {

    static Child classify(Workshop workshop, Path slide, Path bundle, String... jvm)
            throws IOException, InterruptedException {
        Path out = workshop.folder().resolve("out-child");
        Workshop.deleteTree(out);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(jvm));
        command.addAll(
                List.of(
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.coverslip.app.Main",
                        "classify"));
        command.addAll(List.of("input=" + slide, "model=" + bundle, "output=" + out));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.redirectErrorStream(true)
                .redirectOutput(workshop.folder().resolve("child.log").toFile());
        long start = System.nanoTime();
        Process process = builder.start();
        long peak = 0;
        while (process.isAlive()) {
            peak = Math.max(peak, highWater(process.pid()));
            Thread.sleep(50);
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (process.waitFor() != 0) {
            throw new IllegalStateException(
                    Files.readString(workshop.folder().resolve("child.log")));
        }
        return new Child(seconds, peak);
    }

    /**
     * NB: VmHWM of Linux is the peak itself, so that polling cannot miss it but for the last 50 ms.
     */
    private static long highWater(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
                if (line.startsWith("VmHWM:"))
                    return Long.parseLong(line.replaceAll("\\D", "")) << 10;
            }
        } catch (IOException | NumberFormatException e) {
            // The process has just ended, or this is no Linux.
        }
        return 0;
    }
}
