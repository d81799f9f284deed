package org.coverslip.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.coverslip.Extensions;
import org.coverslip.RefusedException;
import org.coverslip.network.NetworkEngine;

/** Opens model files of every known format. */
public final class Models {

    private Models() {}

    /**
     * Reads what a model says of itself, with the first {@link ModelFormat} that accepts it.
     *
     * <pre>{@code
     * try (ModelBundle model = Models.open(Path.of("cells.zip"), engine)) {
     *     model.requireComplete();
     *     Network network = engine.open(model.savedModel(), NetworkOptions.DEFAULT);
     * }
     * }</pre>
     *
     * @param source a file or folder; or the name of a model that ships, see {@link Shipped}
     * @param engine asked for the signatures of a SavedModel, and to translate Keras files
     * @return close it to delete what had to be unpacked
     * @throws RefusedException if there is no model that can be run
     */
    public static ModelBundle open(Path source, NetworkEngine engine) {
        if (!Files.exists(source)) {
            return shipped(source, engine)
                    .orElseThrow(
                            () ->
                                    new RefusedException(
                                            source,
                                            "there is no such file or folder",
                                            "check the path"));
        }
        if (!Files.isReadable(source)) {
            throw new RefusedException(source, "it cannot be read", "check its permissions");
        }
        if (Files.isRegularFile(source) && size(source) == 0) {
            throw new RefusedException(source, "the file is empty", "download or copy it again");
        }
        for (ModelFormat format : formats()) {
            if (format.accepts(source)) return format.read(source, engine);
        }
        // NB: a folder of slides may well be called tissue too.
        return shipped(source, engine).orElseThrow(() -> unknown(source));
    }

    /** NB: run records name what the user asked for, not where it was unpacked. */
    private static Optional<ModelBundle> shipped(Path name, NetworkEngine engine) {
        return Shipped.find(name).map(file -> open(file, engine).toBuilder().source(name).build());
    }

    private static RefusedException unknown(Path source) {
        return new RefusedException(
                source,
                foreign(source),
                "Coverslip looks for "
                        + formats().stream()
                                .map(ModelFormat::description)
                                .collect(Collectors.joining("; ")));
    }

    /** All formats on the class path, in the order in which they are asked. */
    public static List<ModelFormat> formats() {
        return Found.FORMATS;
    }

    private static String foreign(Path source) {
        if (Files.isDirectory(source)) return "no model is in this folder";
        String name = source.getFileName().toString().toLowerCase(java.util.Locale.ROOT);
        if (name.endsWith(".onnx")) return "ONNX networks cannot be run, only TensorFlow's";
        if (name.matches(".*\\.(pt|pth|torchscript|ckpt|safetensors)")) {
            return "PyTorch networks cannot be run, only TensorFlow's";
        }
        if (name.endsWith(".tflite")) return "TensorFlow Lite networks cannot be run";
        return "this is not a model of a known format";
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new RefusedException(file, "it cannot be read", "check its permissions", e);
        }
    }

    /** Found once, when first asked for. */
    private static final class Found {

        private static final List<ModelFormat> FORMATS = Extensions.of(ModelFormat.class);
    }
}
