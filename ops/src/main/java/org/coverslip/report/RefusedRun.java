package org.coverslip.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;

/**
 * The record of a request that was refused before it began, for those who only see its output
 * folder: neither a macro nor a script started by a cluster ends with an exit code.
 *
 * <p>It is {@code run.json} where the folder is new, empty, or holds nothing but such a record, and
 * {@code refused.json} beside whatever else is there: the record and results of a run that was done
 * are never touched. The next run in the folder removes both.
 */
public final class RefusedRun {

    static final String STATUS = "refused";
    static final String BESIDE = "refused.json";

    private RefusedRun() {}

    /**
     * @param folder of the results that will not come; made if the folder that it lies in exists
     * @param command its word on the command line
     * @param asked the inputs as they were given, by key
     * @param sentence why
     * @return the file written; empty if there is no place for it
     */
    public static Optional<Path> write(
            Path folder, String command, Map<String, String> asked, String sentence) {
        Path absolute = folder.toAbsolutePath().normalize();
        Path parent = absolute.getParent();
        if (parent == null || !Files.isDirectory(parent)) return Optional.empty();
        if (Files.exists(absolute) && !Files.isDirectory(absolute)) return Optional.empty();
        try {
            Path file = absolute.resolve(isOurs(absolute) ? "run.json" : BESIDE);
            record(command, asked, sentence).write(file);
            return Optional.of(file);
        } catch (IOException | RefusedException e) {
            // NB: the sentence is in the log as well; a read-only disk must not hide it behind
            // another.
            return Optional.empty();
        }
    }

    /** Removes the record of a refusal, because the folder is now used for a run. */
    static void forget(Path folder) {
        try {
            Files.deleteIfExists(folder.resolve(BESIDE));
        } catch (IOException e) {
            // A stale remark beside good results does no harm.
        }
    }

    private static boolean isOurs(Path folder) throws IOException {
        if (!Files.exists(folder)) return true;
        try (DirectoryStream<Path> content = Files.newDirectoryStream(folder)) {
            for (Path file : content) {
                if (!file.getFileName().toString().equals("run.json")) return false;
                RunJson before = RunJson.read(file);
                if (before == null || !STATUS.equals(before.status())) return false;
            }
        }
        return true;
    }

    private static RunJson record(String command, Map<String, String> asked, String sentence) {
        return new RunJson(
                RunFolder.version(),
                command,
                STATUS,
                null,
                asked,
                null,
                null,
                null,
                null,
                System.getProperty("java.version") + " " + System.getProperty("java.vendor"),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                0,
                Map.of("done", 0, "failed", 0, "kept", 0),
                List.of(sentence),
                null);
    }
}
