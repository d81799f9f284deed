package org.coverslip.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The content of run.json: what was asked, with what it was done, and how it ended. Field order is
 * the file's order.
 *
 * @param coverslip version of this program
 * @param command its word on the command line
 * @param status {@code running}, {@code done}, {@code some images failed}, {@code canceled}, or
 *     {@code refused}, see {@link RefusedRun}
 * @param fingerprint of the request, see {@link Request#fingerprint()}
 * @param settings every input that decides the result
 * @param model which network
 * @param engine what ran the network, with versions
 * @param device what was asked for and what really ran
 * @param readers what opened the images, with versions
 * @param java version and vendor
 * @param system operating system and architecture
 * @param started ISO 8601 in UTC
 * @param seconds from start to the writing of this file
 * @param counts images done now, failed, and kept from an earlier run of the same request
 * @param warnings what a reader of the results should know
 * @param images the images whose rows stand in summary.csv
 */
record RunJson(
        String coverslip,
        String command,
        String status,
        String fingerprint,
        Map<String, String> settings,
        ModelIdentity model,
        String engine,
        Map<String, String> device,
        List<String> readers,
        String java,
        String system,
        String started,
        double seconds,
        Map<String, Integer> counts,
        List<String> warnings,
        List<ImageFile> images) {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    void write(Path file) {
        WholeFile.write(
                file,
                out -> out.write((GSON.toJson(this) + "\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** The record in a file, or {@code null} if there is none that can be understood. */
    static RunJson read(Path file) {
        try {
            return Files.exists(file) ? GSON.fromJson(Files.readString(file), RunJson.class) : null;
        } catch (IOException | JsonParseException e) {
            return null;
        }
    }
}
