package org.coverslip.model.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.model.WeightsDigest;
import org.coverslip.network.NetworkEngine;

/**
 * Finds the weights of a bioimage.io description that can be run: {@code
 * tensorflow_saved_model_bundle} (a zip or a folder), else {@code keras_hdf5}, translated by the
 * engine.
 */
final class Weights {

    private static final String SAVED_MODEL = "tensorflow_saved_model_bundle";
    private static final String KERAS = "keras_hdf5";

    private final Path source;
    private final ModelFiles files;
    private final Fields top;
    private final NetworkEngine engine;

    /** What was found. */
    record Found(Path savedModel, Optional<String> tensorflowVersion, List<String> notes) {}

    Weights(Path source, ModelFiles files, Fields top, NetworkEngine engine) {
        this.source = source;
        this.files = files;
        this.top = top;
        this.engine = engine;
    }

    /**
     * @throws RefusedException if there are none that can be run, they are missing, or not those
     *     whose checksum is given
     */
    Found find() {
        Fields weights = top.child("weights");
        if (weights.has(SAVED_MODEL)) return savedModel(weights.child(SAVED_MODEL));
        if (weights.has(KERAS)) return keras(weights.child(KERAS));
        List<String> kinds = new ArrayList<>();
        weights.map().forEach((kind, value) -> kinds.add(String.valueOf(kind)));
        throw new RefusedException(
                source,
                kinds.isEmpty()
                        ? "its description names no weights"
                        : "it only has weights of kind " + String.join(", ", kinds),
                "get the model with " + SAVED_MODEL + " weights (a TensorFlow SavedModel)");
    }

    private Found savedModel(Fields entry) {
        String name = RelativeName.of(entry, "source");
        if (name.endsWith("saved_model.pb")) {
            name = name.contains("/") ? name.substring(0, name.lastIndexOf('/')) : "";
        }
        List<String> notes = new ArrayList<>();
        Path folder;
        if (name.isEmpty() || files.hasFolder(name)) {
            folder = files.get(name);
            if (entry.has("sha256")) {
                notes.add("the checksum of the weights was not compared: they are a folder");
            }
        } else {
            Path zip = file(entry, name);
            folder = files.temporary().path().resolve("weights");
            new Unzip(zip).extract(n -> true, folder);
        }
        Path savedModel = ModelFiles.savedModelIn(folder, source);
        String expected = top.child("config").child("coverslip").text("sha256").orElse("");
        if (!expected.isEmpty() && !expected.equals(new WeightsDigest(savedModel).get())) {
            throw changed(savedModel);
        }
        Optional<String> version = entry.text("tensorflow_version").filter(v -> !v.equals("0"));
        return new Found(savedModel, version, notes);
    }

    private Found keras(Fields entry) {
        Path file = file(entry, RelativeName.of(entry, "source"));
        Path target = files.temporary().path().resolve("imported");
        var imported = engine.importKeras(file, target);
        List<String> notes = new ArrayList<>(imported.notes());
        notes.add("the weights were translated from " + imported.source());
        return new Found(target, entry.text("tensorflow_version"), notes);
    }

    private Path file(Fields entry, String name) {
        if (!files.hasFile(name)) {
            throw new RefusedException(
                    source,
                    "the weights " + name + " that its description names are not there",
                    "download the whole model");
        }
        Path file = files.get(name);
        Optional<String> expected = entry.text("sha256");
        try {
            if (Files.size(file) == 0) {
                throw new RefusedException(file, "the file is empty", "download it again");
            }
            if (expected.isPresent()
                    && !expected.get().equalsIgnoreCase(WeightsDigest.ofFile(file))) {
                throw changed(file);
            }
        } catch (IOException e) {
            throw new RefusedException(
                    file, "it cannot be read (" + e.getMessage() + ")", "check the file", e);
        }
        return file;
    }

    private RefusedException changed(Path weights) {
        return new RefusedException(
                source,
                "the weights "
                        + weights.getFileName()
                        + " are not those that its description means (SHA-256 differs)",
                "download the model again");
    }
}
