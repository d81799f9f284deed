package org.coverslip.tensorflow;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

/** Checks that the weights of a SavedModel lie beside its graph. */
final class Checkpoint {

    private static final Pattern VARIABLE =
            Pattern.compile("_?VarHandles?Op|Variable(V2)?|AutoReloadVariable");
    private static final Pattern SHARD = Pattern.compile("variables\\.data-\\d{5}-of-(\\d{5})");

    private Checkpoint() {}

    /**
     * @throws RefusedException if the graph has variables and the files with their values are not
     *     all there. TensorFlow itself loads such a model and fails at the first prediction.
     */
    static void check(SavedModelFolder model) {
        Path folder = model.path().resolve("variables");
        if (!needsVariables(model.graph())) return;
        if (!Files.isRegularFile(folder.resolve("variables.index")))
            throw missing(model, "variables/variables.index");
        try (Stream<Path> files = Files.list(folder)) {
            var shards =
                    files.map(f -> SHARD.matcher(f.getFileName().toString()))
                            .filter(Matcher::matches)
                            .map(m -> Integer.parseInt(m.group(1)))
                            .toList();
            if (shards.isEmpty() || shards.size() < shards.get(0))
                throw missing(model, "variables/variables.data-*");
        } catch (java.io.IOException e) {
            throw new RefusedException(
                    folder, "the folder cannot be read", "check its permissions", e);
        }
    }

    private static boolean needsVariables(MetaGraphDef graph) {
        return !graph.getSaverDef().getRestoreOpName().isEmpty()
                && graph.getGraphDef().getNodeList().stream()
                        .map(NodeDef::getOp)
                        .anyMatch(op -> VARIABLE.matcher(op).matches());
    }

    private static RefusedException missing(SavedModelFolder model, String file) {
        return new RefusedException(
                model.path(),
                "its weights are missing (" + file + ")",
                "copy the whole folder of the model, with its folder variables");
    }
}
