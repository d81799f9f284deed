package org.coverslip.tensorflow;

import ai.djl.Model;
import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;
import org.coverslip.tensorflow.keras.KerasImporter;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SignatureDef;

/**
 * Runs SavedModels with TensorFlow through DJL. Outputs that hold text are described but not
 * fetched; a signature with text inputs is refused.
 */
public final class TensorFlowEngine implements NetworkEngine {

    /** For {@link java.util.ServiceLoader}. */
    public TensorFlowEngine() {}

    @Override
    public String name() {
        return guarded(
                () -> "TensorFlow " + Natives.VERSION + " (DJL " + Natives.djlVersion() + ")");
    }

    @Override
    public NetworkReport describe(Path savedModel) {
        return guarded(() -> report(SavedModelFolder.read(savedModel)));
    }

    @Override
    public Network open(Path savedModel, NetworkOptions options) {
        return guarded(() -> load(SavedModelFolder.read(savedModel), options));
    }

    @Override
    public ImportedNetwork importKeras(Path file, Path savedModel) {
        return new KerasImporter().importInto(file, savedModel);
    }

    @Override
    public ImportedNetwork buildKeras(
            String architecture, Map<String, Tensor> weights, Path savedModel) {
        return new KerasImporter().build(architecture, weights, savedModel);
    }

    private static NetworkReport report(SavedModelFolder model) {
        MetaGraphDef graph = model.graph();
        List<Signature> signatures = Signatures.of(graph);
        return new NetworkReport(
                signatures,
                operations(graph.getGraphDef()),
                dangers(
                        model,
                        signatures.stream().map(s -> Signatures.definition(graph, s)).toList()),
                graph.getMetaInfoDef().getTensorflowVersion());
    }

    private static Network load(SavedModelFolder model, NetworkOptions options) {
        Signature signature = Signatures.choose(model, options.signature());
        SignatureDef definition = Signatures.definition(model.graph(), signature);
        List<TensorInfo> outputs = Integrity.check(model, signature);
        Checkpoint.check(model);
        if (!options.trust()) refuseDangers(model, definition);
        Engine engine = Natives.start(options.threads());
        Device device = DeviceProbe.resolve(options.device());
        Model loaded = new ModelLoader(engine, device, options.threads()).load(model, signature);
        try {
            return new TensorFlowNetwork(
                    model.path(), loaded, definition, signature.inputs(), outputs, device);
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
        }
    }

    private static void refuseDangers(SavedModelFolder model, SignatureDef signature) {
        List<String> dangers = dangers(model, List.of(signature));
        if (dangers.isEmpty()) return;
        int more = dangers.size() - 5;
        throw new RefusedException(
                model.path(),
                "its graph reaches outside itself with "
                        + String.join(", ", dangers.subList(0, Math.min(5, dangers.size())))
                        + (more > 0 ? " and " + more + " more" : ""),
                "set trust=true only if you know who made the model");
    }

    private static List<String> dangers(SavedModelFolder model, Collection<SignatureDef> used) {
        try {
            return GraphCheck.dangers(model.graph(), used);
        } catch (StackOverflowError e) {
            throw new RefusedException(
                    model.path(),
                    "its functions are nested too deeply to be checked",
                    "export the model again");
        }
    }

    // NB: with an older protobuf or TensorFlow in front, classes and methods are missing at places
    // no one can foresee.
    private static <T> T guarded(Supplier<T> action) {
        try {
            return action.get();
        } catch (LinkageError e) {
            throw new RefusedException(
                    "engine",
                    "another TensorFlow or protobuf stands before its own on the class path ("
                            + Failures.reason(e)
                            + ")",
                    "put the engine's jars into a folder of their own and name it in the system"
                            + " property coverslip.engine",
                    e);
        }
    }

    private static Map<String, Integer> operations(GraphDef graph) {
        Map<String, Integer> counts = new HashMap<>();
        for (NodeDef node : graph.getNodeList()) counts.merge(node.getOp(), 1, Integer::sum);
        for (FunctionDef function : graph.getLibrary().getFunctionList())
            for (NodeDef node : function.getNodeDefList())
                counts.merge(node.getOp(), 1, Integer::sum);
        return counts;
    }
}
