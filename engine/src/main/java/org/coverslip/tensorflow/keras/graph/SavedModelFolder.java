package org.coverslip.tensorflow.keras.graph;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** Writes a graph without variables as a SavedModel folder with one signature. */
public final class SavedModelFolder {

    private static final String TENSORFLOW = "2.16.1";

    private final GraphWriter graph;
    private final Map<String, TensorInfo> inputs = new LinkedHashMap<>();
    private final Map<String, TensorInfo> outputs = new LinkedHashMap<>();

    public SavedModelFolder(GraphWriter graph) {
        this.graph = graph;
    }

    /** Adds an input to the signature; gives the key it got, {@code wish} if that was free. */
    public String input(String wish, Value value) {
        return put(inputs, wish, value);
    }

    /** Adds an output to the signature; gives the key it got, {@code wish} if that was free. */
    public String output(String wish, Value value) {
        return put(outputs, wish, value);
    }

    private static String put(Map<String, TensorInfo> ports, String wish, Value value) {
        String key = wish;
        for (int i = 1; ports.containsKey(key); i++) key = wish + "_" + i;
        ports.put(
                key,
                TensorInfo.newBuilder()
                        .setName(value.node() + ":0")
                        .setDtype(value.type())
                        .setTensorShape(GraphWriter.proto(value.shape()))
                        .build());
        return key;
    }

    /**
     * Writes the folder under another name and renames it when it is whole.
     *
     * @param folder must not exist or be empty; its parents are made
     */
    public void write(Path folder) throws IOException {
        write(model(), folder);
    }

    /**
     * The same for a model that was put together elsewhere.
     *
     * @param folder must not exist or be empty; its parents are made; nothing is left on failure
     */
    public static void write(SavedModel model, Path folder) throws IOException {
        Path target = folder.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path partial = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
        Files.createDirectory(partial);
        try {
            try (OutputStream out = Files.newOutputStream(partial.resolve("saved_model.pb"))) {
                model.writeTo(out);
            }
            Files.deleteIfExists(target);
            Files.move(partial, target);
        } catch (IOException | RuntimeException | Error e) {
            delete(partial);
            throw e;
        }
    }

    private SavedModel model() {
        SignatureDef signature =
                SignatureDef.newBuilder()
                        .putAllInputs(inputs)
                        .putAllOutputs(outputs)
                        .setMethodName("tensorflow/serving/predict")
                        .build();
        MetaGraphDef.Builder meta =
                MetaGraphDef.newBuilder()
                        .setMetaInfoDef(
                                MetaGraphDef.MetaInfoDef.newBuilder()
                                        .addTags("serve")
                                        .setTensorflowVersion(TENSORFLOW))
                        .setGraphDef(graph.toGraphDef())
                        .putSignatureDef("serving_default", signature);
        return SavedModel.newBuilder().setSavedModelSchemaVersion(1).addMetaGraphs(meta).build();
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).forEach(SavedModelFolder::deleteOne);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
