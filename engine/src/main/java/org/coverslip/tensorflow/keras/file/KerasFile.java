package org.coverslip.tensorflow.keras.file;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.jhdf.api.Group;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.ModelReader;
import org.coverslip.tensorflow.keras.config.ModelSpec;

/**
 * An open Keras model file, whatever its name says: an HDF5 file of Keras 2 or 3, or the archive of
 * Keras 3. Arrays stay readable until it is closed.
 */
public final class KerasFile implements AutoCloseable {

    private static final long LARGEST_JSON = 64L << 20;

    private final Hdf5 hdf5;
    private final JsonObject config;
    private final ModelSpec model;
    private final WeightLayout weights;
    private final String version;
    private final String kind;

    private KerasFile(
            Hdf5 hdf5, JsonObject config, WeightLayout weights, String version, String kind) {
        this.hdf5 = hdf5;
        this.config = config;
        this.model = ModelReader.read(config);
        this.weights = weights;
        this.version = version.isEmpty() ? guessVersion(config) : version;
        this.kind = kind;
    }

    /**
     * @throws Fault if it is no Keras model, or one without architecture or weights
     */
    public static KerasFile open(Path path) throws IOException {
        return switch (FileKind.of(path)) {
            case HDF5 -> openHdf5(path);
            case ZIP -> openArchive(path);
        };
    }

    private static KerasFile openHdf5(Path path) throws IOException {
        Hdf5 hdf5 = Hdf5.open(path);
        try {
            Group root = hdf5.root();
            Optional<String> config = Hdf5.text(root, "model_config");
            JsonObject model =
                    config.isPresent() ? ArchitectureJson.parse(config.get()) : beside(path, hdf5);
            Group weights = Hdf5.group(root, "model_weights").orElse(root);
            String version =
                    Hdf5.text(root, "keras_version").orElseGet(() -> text(model, "keras_version"));
            return new KerasFile(hdf5, model, WeightLayout.of(hdf5, weights), version, "HDF5");
        } catch (RuntimeException | Error | IOException e) {
            hdf5.close();
            throw e;
        }
    }

    private static KerasFile openArchive(Path path) throws IOException {
        KerasArchive archive = KerasArchive.read(path);
        JsonObject config = ArchitectureJson.parse(archive.config());
        JsonObject metadata = ArchitectureJson.parse(archive.metadata());
        Hdf5 hdf5 = Hdf5.of(ByteBuffer.wrap(archive.weights()));
        try {
            WeightLayout weights = WeightLayout.of(hdf5, hdf5.root());
            return new KerasFile(hdf5, config, weights, text(metadata, "keras_version"), "archive");
        } catch (RuntimeException | Error e) {
            hdf5.close();
            throw e;
        }
    }

    /** The architecture of a weights-only file, from the JSON file of the same name beside it. */
    private static JsonObject beside(Path path, Hdf5 hdf5) throws IOException {
        WeightLayout.of(hdf5, hdf5.root());
        String name = path.getFileName().toString();
        String stem = name.replaceFirst("(?i)(\\.weights)?\\.(h5|hdf5)$", "");
        Path json = path.resolveSibling(stem + ".json");
        if (!Files.isRegularFile(json)) {
            throw new Fault(
                    "it holds weights only, without the architecture",
                    "save the whole model in Python with model.save('model.keras'), or put"
                            + " model.to_json() beside it as "
                            + stem
                            + ".json");
        }
        if (Files.size(json) > LARGEST_JSON) {
            throw new Fault(json.getFileName() + " beside it is too large", Fault.SAVE_AGAIN);
        }
        return ArchitectureJson.parse(new String(Files.readAllBytes(json), StandardCharsets.UTF_8));
    }

    private static String text(JsonObject o, String key) {
        return o.get(key) instanceof JsonPrimitive p ? p.getAsString() : "";
    }

    private static String guessVersion(JsonObject config) {
        String json = config.toString();
        return json.contains("__keras_tensor__") || json.contains("\"batch_shape\"") ? "3" : "2";
    }

    /** The architecture as it is written, with the version of Keras in {@code keras_version}. */
    public JsonObject architecture() {
        JsonObject named = config.deepCopy();
        named.addProperty("keras_version", version);
        return named;
    }

    public ModelSpec model() {
        return model;
    }

    /** The weights as they are laid out in this file. */
    public WeightLayout weights() {
        return weights;
    }

    /** The generation of Keras that wrote it: 2 or 3. Some functions differ between them. */
    public int generation() {
        return version.startsWith("3") ? 3 : 2;
    }

    /** Version of Keras that wrote it, or its first number where the file does not say. */
    public String version() {
        return version;
    }

    /** For the user: {@code Keras 2.4.0 HDF5}. */
    public String source() {
        return "Keras " + version + " " + kind;
    }

    @Override
    public void close() {
        hdf5.close();
    }
}
