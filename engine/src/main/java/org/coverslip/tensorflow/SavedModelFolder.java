package org.coverslip.tensorflow;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;

/**
 * A SavedModel on disk whose protocol buffer has been read, nothing of it run.
 *
 * @param path the folder that holds {@code saved_model.pb}
 * @param graph the one meta graph that is used
 */
record SavedModelFolder(Path path, MetaGraphDef graph) {

    static final String FILE = "saved_model.pb";
    private static final String SERVE = "serve";

    /**
     * Reads the folder, or the single version folder inside it, as TensorFlow Serving lays models
     * out.
     *
     * @throws RefusedException if it is not a SavedModel that can be read
     */
    static SavedModelFolder read(Path named) {
        Path folder = locate(named);
        SavedModel model = parse(folder.resolve(FILE));
        return new SavedModelFolder(folder, choose(folder, model.getMetaGraphsList()));
    }

    /** The tags TensorFlow must be asked for to load {@link #graph()}. */
    List<String> tags() {
        return List.copyOf(graph.getMetaInfoDef().getTagsList());
    }

    private static Path locate(Path named) {
        if (!Files.exists(named))
            throw new RefusedException(
                    named, "there is no such folder", "name the folder that holds " + FILE);
        if (!Files.isDirectory(named)) {
            if (named.endsWith(FILE)) return locate(named.toAbsolutePath().getParent());
            throw new RefusedException(
                    named,
                    "this is a file, not a SavedModel folder",
                    "name the folder that holds " + FILE);
        }
        // NB: where a model was saved in chunks, TensorFlow reads saved_model.cpb, and the check
        // of saved_model.pb would have looked at another graph than the one that runs.
        if (Files.exists(named.resolve("saved_model.cpb")))
            throw new RefusedException(
                    named,
                    "it is saved in chunks (saved_model.cpb)",
                    "save it again with experimental_image_format=False");
        if (Files.isRegularFile(named.resolve(FILE))) return named;
        if (Files.exists(named.resolve("saved_model.pbtxt")))
            throw new RefusedException(
                    named,
                    "it is saved as text (saved_model.pbtxt)",
                    "save it again in binary form (saved_model.pb)");
        return onlyVersion(named);
    }

    private static Path onlyVersion(Path named) {
        List<Path> versions;
        try (Stream<Path> inside = Files.list(named)) {
            versions = inside.filter(f -> Files.isRegularFile(f.resolve(FILE))).sorted().toList();
        } catch (IOException e) {
            throw new RefusedException(
                    named, "the folder cannot be read", "check its permissions", e);
        }
        if (versions.size() == 1) return versions.get(0);
        if (versions.isEmpty())
            throw new RefusedException(
                    named,
                    "there is no " + FILE + " in this folder",
                    "name the folder of a TensorFlow SavedModel");
        throw new RefusedException(
                named,
                "it holds several models " + versions.stream().map(Path::getFileName).toList(),
                "name one of them");
    }

    private static SavedModel parse(Path file) {
        try {
            long size = Files.size(file);
            if (size == 0) throw refused(file, "the file is empty", null);
            if (size > Integer.MAX_VALUE - 64)
                throw new RefusedException(
                        file,
                        "it is larger than the 2 GB that TensorFlow can read",
                        "save the model with its weights in the folder variables");
            Runtime java = Runtime.getRuntime();
            long free = java.maxMemory() - java.totalMemory() + java.freeMemory();
            if (size > free) throw tooLarge(file, size, null);
            byte[] bytes = Files.readAllBytes(file);
            // NB: with aliasing the weights inside stay slices of this one array instead of
            // copies, which halves the memory of a model with constant weights.
            CodedInputStream in = UnsafeByteOperations.unsafeWrap(bytes).newCodedInput();
            in.enableAliasing(true);
            return SavedModel.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw refused(file, "this is not a SavedModel, or it is damaged", e);
        } catch (IOException e) {
            throw new RefusedException(file, "it cannot be read", "check its permissions", e);
        } catch (OutOfMemoryError e) {
            throw tooLarge(file, file.toFile().length(), e);
        }
    }

    private static RefusedException refused(Path file, String fault, Exception cause) {
        return new RefusedException(file, fault, "download or export the model again", cause);
    }

    private static RefusedException tooLarge(Path file, long size, Throwable cause) {
        return new RefusedException(
                file,
                "its " + (size >> 20) + " MB do not fit into the memory Java was given",
                "give it more (in ImageJ: Edit > Options > Memory & Threads)",
                cause);
    }

    private static MetaGraphDef choose(Path folder, List<MetaGraphDef> graphs) {
        if (graphs.isEmpty() || graphs.stream().allMatch(g -> g.getGraphDef().getNodeCount() == 0))
            throw refused(folder.resolve(FILE), "it holds no graph", null);
        if (graphs.size() == 1) return graphs.get(0);
        List<MetaGraphDef> serving =
                graphs.stream().filter(g -> tagSet(g).equals(Set.of(SERVE))).toList();
        if (serving.isEmpty())
            serving = graphs.stream().filter(g -> tagSet(g).contains(SERVE)).toList();
        if (serving.size() == 1) return serving.get(0);
        throw new RefusedException(
                folder,
                "it holds several graphs, tagged "
                        + graphs.stream().map(g -> g.getMetaInfoDef().getTagsList()).toList()
                        + ", and not exactly one is for serving",
                "export it again with the single tag \"" + SERVE + "\"");
    }

    private static Set<String> tagSet(MetaGraphDef graph) {
        return new HashSet<>(graph.getMetaInfoDef().getTagsList());
    }
}
