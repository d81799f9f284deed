package org.coverslip.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.ModelIdentity;
import org.coverslip.report.Progress;
import org.coverslip.report.Request;
import org.coverslip.report.RunFolder;
import org.coverslip.tile.ValueMapping;

/**
 * A model taken through many images, whose results go into one folder: what every such job is told,
 * and how the folder is begun, continued and ended.
 *
 * @param <J> the job itself, so that calls can stand in a chain
 */
public abstract class FolderJob<J extends FolderJob<J>> {

    private final ModelBundle model;
    private final Network network;
    private final List<ImageItem> items = new ArrayList<>();
    private Path output;
    private int batch;
    private ValueMapping mapping = new ValueMapping.Stored();
    private Progress progress = Progress.NONE;
    private String engine = "";
    private String askedDevice = "auto";

    /**
     * What came out.
     *
     * @param done images with a row in summary.csv, those of an earlier run included
     * @param failures a sentence for each image that failed
     * @param canceled whether the user stopped it before the end
     * @param summary path of the table
     * @param note what a user should know of the run as a whole; empty if nothing
     */
    public record Result(
            int done, Map<String, String> failures, boolean canceled, Path summary, String note) {

        /** The same with a sentence for the user. */
        public Result withNote(String sentence) {
            return new Result(done, failures, canceled, summary, sentence);
        }
    }

    /** Both stay open and belong to the caller. */
    protected FolderJob(ModelBundle model, Network network) {
        this.model = Objects.requireNonNull(model);
        this.network = Objects.requireNonNull(network);
    }

    protected abstract J self();

    public J images(List<ImageItem> images) {
        items.addAll(images);
        return self();
    }

    /** Folder for the results; made if needed. */
    public J output(Path folder) {
        output = folder;
        return self();
    }

    /** Samples per call of the network; 0: chosen. */
    public J batch(int samples) {
        batch = samples;
        return self();
    }

    /** What is black and white in images that are not 8 bit. */
    public J values(ValueMapping values) {
        mapping = values;
        return self();
    }

    public J progress(Progress listener) {
        progress = listener;
        return self();
    }

    /** For the run record: what ran the network, and which device had been asked for. */
    public J ranBy(String engineName, String asked) {
        engine = engineName;
        askedDevice = asked;
        return self();
    }

    protected ModelBundle model() {
        return model;
    }

    protected Network network() {
        return network;
    }

    /** All images, those that an earlier run did included. */
    protected List<ImageItem> items() {
        return items;
    }

    /**
     * @param otherwise where none was asked for
     */
    protected int batchOr(int otherwise) {
        return batch == 0 ? otherwise : batch;
    }

    protected ValueMapping mapping() {
        return mapping;
    }

    protected Progress progress() {
        return progress;
    }

    protected Path output() {
        return Objects.requireNonNull(output, "output");
    }

    /**
     * What decides the numbers, the model among it; batch size and device do not, beyond rounding.
     *
     * @param command its name
     */
    protected Request request(String command, Map<String, String> settings) {
        return new Request(
                command,
                settings,
                new ModelIdentity(
                        model.name(), model.source().toString(), model.format(), model.sha256()));
    }

    /** Takes the images through the model. */
    @FunctionalInterface
    protected interface Work {

        /**
         * @param todo images that no earlier run did
         * @return whether all was done; false if the user stopped it
         */
        boolean in(RunFolder folder, List<ImageItem> todo);
    }

    /**
     * Begins or continues the folder, does the work and ends it.
     *
     * @param request what decides the numbers
     * @param columns of summary.csv
     * @throws org.coverslip.RefusedException if the output cannot be written
     */
    protected Result write(Request request, List<String> columns, Work work) {
        try (RunFolder folder = RunFolder.open(output(), request, columns)) {
            folder.ranOn(engine, askedDevice, network.device().toString());
            model.notes().forEach(folder::warn);
            folder.keepOnly(items.stream().map(i -> i.id().name()).collect(Collectors.toSet()));
            boolean whole =
                    work.in(folder, items.stream().filter(i -> !folder.isDone(i.id())).toList());
            if (whole) folder.finish();
            else folder.cancel();
            return new Result(
                    folder.summary().rows().size(),
                    folder.failures(),
                    !whole,
                    output.resolve("summary.csv"),
                    "");
        }
    }
}
