package org.coverslip.tensorflow;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Signature;
import org.coverslip.network.TensorInfo;
import org.tensorflow.proto.SignatureDef;

/**
 * A model that was looked at and found fit to be loaded. Holds no part of the graph: a model with
 * constant weights would otherwise stand on the heap twice while TensorFlow loads it.
 *
 * @param path the folder that holds {@code saved_model.pb}
 * @param tags what TensorFlow must be asked for
 * @param signature the one to call
 * @param definition the names of its tensors in the graph
 * @param outputs those of its outputs that hold numbers
 */
record CheckedModel(
        Path path,
        List<String> tags,
        Signature signature,
        SignatureDef definition,
        List<TensorInfo> outputs) {

    /** How many operations a sentence names. */
    private static final int NAMED = 5;

    /**
     * Reads and checks a model, without native code.
     *
     * @throws RefusedException if it is damaged, incomplete or dangerous
     */
    static CheckedModel of(Path savedModel, NetworkOptions options) {
        SavedModelFolder model = SavedModelFolder.read(savedModel);
        Signature signature = Signatures.choose(model, options.signature());
        SignatureDef definition = Signatures.definition(model.graph(), signature);
        List<TensorInfo> outputs = Integrity.check(model, signature);
        Checkpoint.check(model);
        Recursion.check(model);
        if (!options.trust()) refuseDangers(model, definition);
        return new CheckedModel(model.path(), model.tags(), signature, definition, outputs);
    }

    /** What is dangerous about loading a model and calling these signatures, one line each. */
    static List<String> dangers(SavedModelFolder model, Collection<SignatureDef> used) {
        try {
            return GraphCheck.dangers(model.graph(), used);
        } catch (StackOverflowError e) {
            throw new RefusedException(
                    model.path(),
                    "its functions are nested too deeply to be checked",
                    "export the model again");
        }
    }

    private static void refuseDangers(SavedModelFolder model, SignatureDef signature) {
        List<String> dangers = dangers(model, List.of(signature));
        if (dangers.isEmpty()) return;
        int more = dangers.size() - NAMED;
        throw new RefusedException(
                model.path(),
                "its graph reaches outside itself with "
                        + String.join(", ", dangers.subList(0, Math.min(NAMED, dangers.size())))
                        + (more > 0 ? " and " + more + " more" : ""),
                "set trust=true only if you know who made the model");
    }
}
