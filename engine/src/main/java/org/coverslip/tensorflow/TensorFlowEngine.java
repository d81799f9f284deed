package org.coverslip.tensorflow;

import ai.djl.Model;
import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.KerasModel;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;
import org.coverslip.network.Tensor;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.keras.KerasImporter;
import org.coverslip.tensorflow.training.Trainer;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;

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
        return guarded(() -> load(CheckedModel.of(savedModel, options), options));
    }

    @Override
    public ImportedNetwork importKeras(Path file, Path savedModel) {
        return new KerasImporter().importInto(file, savedModel);
    }

    @Override
    public KerasModel readKeras(Path file) {
        return new KerasImporter().read(file);
    }

    @Override
    public Map<String, Tensor> weights(Path savedModel) {
        return guarded(() -> ConstantWeights.of(SavedModelFolder.read(savedModel)));
    }

    @Override
    public ImportedNetwork importFrozen(
            Path file,
            List<String> inputs,
            List<String> outputs,
            Map<String, Tensor> constants,
            Path savedModel) {
        return guarded(
                () -> {
                    Natives.start(0);
                    return FrozenGraph.read(file)
                            .with(constants)
                            .write(inputs, outputs, savedModel);
                });
    }

    @Override
    public ImportedNetwork buildKeras(
            String architecture, Map<String, Tensor> weights, Path savedModel) {
        return new KerasImporter().build(architecture, weights, savedModel);
    }

    @Override
    public LearningNetwork learn(TrainingSetup setup) {
        return guarded(
                () -> {
                    Natives.start(setup.threads());
                    Device device = DeviceProbe.resolve(setup.device());
                    return Trainer.open(setup, SessionConfig.of(device, setup.threads()), device);
                });
    }

    private static NetworkReport report(SavedModelFolder model) {
        MetaGraphDef graph = model.graph();
        List<Signature> signatures = Signatures.of(graph);
        return new NetworkReport(
                signatures,
                operations(graph.getGraphDef()),
                CheckedModel.dangers(
                        model,
                        signatures.stream().map(s -> Signatures.definition(graph, s)).toList()),
                graph.getMetaInfoDef().getTensorflowVersion());
    }

    private static Network load(CheckedModel model, NetworkOptions options) {
        Engine engine = Natives.start(options.threads());
        Device device = DeviceProbe.resolve(options.device());
        Model loaded = new ModelLoader(engine, device, options.threads()).load(model);
        try {
            return new TensorFlowNetwork(new OpenModel(model, loaded, device));
        } catch (RuntimeException e) {
            loaded.close();
            throw e;
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
