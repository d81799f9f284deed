package org.coverslip.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.coverslip.RefusedException;

/**
 * The output folder of one run. Rows are kept in memory and written every few seconds, so that a
 * killed run loses little; a second run of the same request finds what is done and does the rest.
 * Results of another request in the same folder are replaced. Rows stand in the order of the
 * images' names, so that a resumed run writes the same bytes as an undisturbed one. Not
 * thread-safe: one thread reports.
 */
public final class RunFolder implements AutoCloseable {

    private static final Duration CHECKPOINT = Duration.ofSeconds(5);

    private final Path folder;
    private final Request request;
    private final List<String> columns;
    private final Instant started = Instant.now();
    private final Map<String, Row> rows = new TreeMap<>();
    private final Map<String, String> failures = new TreeMap<>();
    private final List<String> warnings = new ArrayList<>();
    private final Set<String> readers = new TreeSet<>();
    private final int kept;
    private String engine = "";
    private Map<String, String> device = Map.of();
    private Instant written = Instant.now();
    private boolean closed;

    private record Row(ImageFile image, List<String> cells) {}

    private RunFolder(Path folder, Request request, List<String> columns) {
        this.folder = folder;
        this.request = request;
        this.columns = List.copyOf(columns);
        takeOver();
        this.kept = rows.size();
    }

    /**
     * Opens a folder for a run; makes it if needed.
     *
     * @param columns of summary.csv; the first must be the image's name
     * @throws RefusedException if the path is a file or cannot be written
     */
    public static RunFolder open(Path folder, Request request, List<String> columns) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new RefusedException(folder, "this is a file", "name a folder for the output");
        }
        RunFolder run = new RunFolder(folder, request, columns);
        run.save("running");
        RefusedRun.forget(folder);
        return run;
    }

    private void takeOver() {
        RunJson before = RunJson.read(folder.resolve("run.json"));
        if (before == null || RefusedRun.STATUS.equals(before.status())) return;
        Path summary = folder.resolve("summary.csv");
        if (!request.fingerprint().equals(before.fingerprint()) || !Files.exists(summary)) {
            warnings.add(
                    "results of an earlier run with other settings stood in this folder and were replaced");
            new EarlierResults(folder).delete(before);
            return;
        }
        Map<String, ImageFile> known = new LinkedHashMap<>();
        if (before.images() != null) before.images().forEach(i -> known.put(i.name(), i));
        if (before.readers() != null) readers.addAll(before.readers());
        Table table = Table.read(summary);
        if (!table.columns().equals(columns)) return;
        for (List<String> cells : table.rows()) {
            ImageFile image = known.get(cells.get(0));
            if (image != null) rows.put(image.name(), new Row(image, cells));
        }
    }

    /**
     * Where everything of one image goes; the name's folders are kept, its suffix too, so that
     * names cannot collide.
     */
    public Path folderOf(String image) {
        return folder.resolve(image);
    }

    public Path path() {
        return folder;
    }

    /** Says what really ran the network. */
    public void ranOn(String engineName, String asked, String ran) {
        engine = engineName;
        Map<String, String> where = new LinkedHashMap<>();
        where.put("asked", asked);
        where.put("ran", ran);
        device = where;
    }

    /** Says what opened an image. */
    public void readBy(String reader) {
        readers.add(reader);
    }

    /** Adds a remark to run.json, once. */
    public void warn(String warning) {
        if (!warnings.contains(warning)) warnings.add(warning);
    }

    /** Adds what is to be known of an image to run.json. */
    public void notes(String image, Collection<String> notes) {
        notes.forEach(note -> warn(image + ": " + note));
    }

    /**
     * Adds that tiles of an image failed, if any did.
     *
     * @param first what was wrong with the first of them
     */
    public void tilesFailed(String image, int failed, String first) {
        if (failed > 0) warn(image + ": " + failed + " tiles failed, the first: " + first);
    }

    /** Whether an earlier run of the same request did this very file. */
    public boolean isDone(ImageFile image) {
        Row row = rows.get(image.name());
        return row != null && image.isSame(row.image());
    }

    /** Forgets rows of images that are no longer part of the input. */
    public void keepOnly(Set<String> names) {
        rows.keySet().retainAll(names);
    }

    /** The rows so far: {@code image} and what follows, in name order. */
    public Table summary() {
        return new Table(columns, rows.values().stream().map(Row::cells).toList());
    }

    /** Images that failed so far, by name, each with a sentence. */
    public Map<String, String> failures() {
        return Map.copyOf(failures);
    }

    /** Adds the row of an image; {@code cells} starts with its name. */
    public void done(ImageFile image, List<String> cells) {
        failures.remove(image.name());
        rows.put(image.name(), new Row(image, List.copyOf(cells)));
        checkpoint();
    }

    /** Notes that an image could not be done. */
    public void failed(ImageFile image, String sentence) {
        rows.remove(image.name());
        failures.put(image.name(), sentence);
        checkpoint();
    }

    private void checkpoint() {
        if (Instant.now().isAfter(written.plus(CHECKPOINT))) save("running");
    }

    /** Writes the final files. */
    public void finish() {
        save(failures.isEmpty() ? "done" : "some images failed");
        closed = true;
    }

    /**
     * Writes what there is and says that the user stopped the run; the same request continues it
     * later.
     */
    public void cancel() {
        save("canceled");
        closed = true;
    }

    /**
     * Without {@link #finish()} or {@link #cancel()} before, the run broke off: what there is, is
     * written.
     */
    @Override
    public void close() {
        if (!closed) save("broken off");
        closed = true;
    }

    private void save(String status) {
        // NB: summary before run.json: rows without a record are done again, a record without rows
        // would lose them.
        summary().write(folder.resolve("summary.csv"));
        saveFailures();
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("done", rows.size());
        counts.put("failed", failures.size());
        counts.put("kept", kept);
        new RunJson(
                        version(),
                        request.command(),
                        status,
                        request.fingerprint(),
                        request.settings(),
                        request.model(),
                        engine,
                        device,
                        List.copyOf(readers),
                        System.getProperty("java.version")
                                + " "
                                + System.getProperty("java.vendor"),
                        System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                        started.truncatedTo(ChronoUnit.SECONDS).toString(),
                        Duration.between(started, Instant.now()).toMillis() / 1000.0,
                        counts,
                        List.copyOf(warnings),
                        rows.values().stream().map(Row::image).toList())
                .write(folder.resolve("run.json"));
        written = Instant.now();
    }

    private void saveFailures() {
        Path file = folder.resolve("failures.csv");
        if (failures.isEmpty()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new RefusedException(
                        file, "it cannot be deleted", "close the program that holds it", e);
            }
            return;
        }
        List<List<String>> lines = new ArrayList<>();
        failures.forEach((image, why) -> lines.add(List.of(image, why)));
        new Table(List.of("image", "reason"), lines).write(file);
    }

    static String version() {
        String version = RunFolder.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
