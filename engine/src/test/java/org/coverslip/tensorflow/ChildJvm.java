package org.coverslip.tensorflow;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Java program started anew, with a class path and environment of its own. */
final class ChildJvm {

    private final List<String> command = new ArrayList<>();
    private final Path temp;

    record Result(int exit, String out, String err) {}

    /**
     * @param temp where its output is kept
     */
    ChildJvm(Path temp, List<String> classPath, String... options) {
        this.temp = temp;
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx1g");
        command.addAll(List.of(options));
        command.add("-cp");
        command.add(String.join(File.pathSeparator, classPath));
    }

    /** The class path of this JVM. */
    static List<String> ownClassPath() {
        String path =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.asList(path.split(File.pathSeparator));
    }

    Result run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        command.add(main.getName());
        command.addAll(List.of(arguments));
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectOutput(temp.resolve("out.txt").toFile())
                        .redirectError(temp.resolve("err.txt").toFile());
        // NB: set for this JVM by the build; a user's shell has none of them.
        builder.environment().keySet().removeIf(name -> name.startsWith("TF_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process = builder.start();
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly().waitFor();
            throw new IOException("still running after 3 minutes: " + command);
        }
        return new Result(
                process.exitValue(),
                Files.readString(temp.resolve("out.txt"), StandardCharsets.UTF_8).strip(),
                Files.readString(temp.resolve("err.txt"), StandardCharsets.UTF_8).strip());
    }
}
