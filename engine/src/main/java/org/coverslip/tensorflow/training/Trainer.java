package org.coverslip.tensorflow.training;

import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.TrainingSetup;
import org.coverslip.tensorflow.Failures;
import org.coverslip.tensorflow.keras.config.Fault;
import org.coverslip.tensorflow.keras.config.LayerSpec;
import org.coverslip.tensorflow.keras.config.ModelReader;
import org.coverslip.tensorflow.keras.config.ModelSpec;
import org.coverslip.tensorflow.keras.file.ArchitectureJson;
import org.coverslip.tensorflow.keras.layer.LayerRegistry;
import org.tensorflow.Graph;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.GraphDef;

/** Opens networks that learn. The native part must have been started. */
public final class Trainer {

    private static final String SUBJECT = "the network to train";

    private Trainer() {}

    /**
     * @param config of the session
     * @param device that the session runs on
     * @throws RefusedException if the architecture cannot be trained, or weights do not fit it
     */
    public static LearningNetwork open(TrainingSetup setup, ConfigProto config, Device device) {
        if (device.index() > 0) {
            throw new RefusedException(
                    "device=" + device,
                    "networks are trained on the first GPU only",
                    "use device=gpu:0, and set CUDA_VISIBLE_DEVICES to choose which that is");
        }
        try {
            JsonObject json = ArchitectureJson.parse(setup.architecture());
            ModelSpec model = ModelReader.read(json);
            LayerRegistry.standard().requireKnown(model);
            int generation = ArchitectureJson.generation(json);
            LearningGraph forward = new LearningGraph(model, generation, setup);
            return open(setup, model, forward, config, device);
        } catch (Fault f) {
            throw new RefusedException(SUBJECT, f.getMessage(), f.remedy(), f);
        } catch (ArithmeticException e) {
            throw new RefusedException(
                    SUBJECT, "its sizes are absurd", "make its layers smaller", e);
        } catch (StackOverflowError e) {
            throw new RefusedException(
                    SUBJECT, "its architecture is nested without end", "build it flat", e);
        }
    }

    private static LearningNetwork open(
            TrainingSetup setup,
            ModelSpec model,
            LearningGraph forward,
            ConfigProto config,
            Device device) {
        GraphDef definition = forward.toGraphDef();
        Set<String> reached = Ancestors.of(definition, forward.loss().node());
        List<LearnedVariable> learned =
                forward.variables().all().stream()
                        .filter(v -> v.changes() && reached.contains(v.read().node()))
                        .toList();
        if (learned.isEmpty()) {
            throw new Fault("it has no weights that may change", "freeze fewer layers");
        }
        Graph graph = new Graph();
        try {
            graph.importGraphDef(definition);
            Updates updates =
                    new Updates(graph, forward, setup, learned, rateFactors(setup, model, learned));
            return new SessionNetwork(graph, forward, updates, setup.optimizer(), config, device);
        } catch (Error e) {
            graph.close();
            throw e;
        } catch (RuntimeException e) {
            graph.close();
            throw new RefusedException(
                    SUBJECT,
                    "TensorFlow cannot build it (" + Failures.reason(e) + ")",
                    "use layers that the built-in networks are made of",
                    e);
        }
    }

    /** Factors by the names of variables. */
    private static Map<String, Double> rateFactors(
            TrainingSetup setup, ModelSpec model, List<LearnedVariable> learned) {
        Map<LayerSpec, Double> byLayer = new HashMap<>();
        setup.rateFactors()
                .forEach(
                        (name, factor) ->
                                Layers.named(model, name)
                                        .forEach(layer -> byLayer.put(layer, factor)));
        Map<String, Double> factors = new HashMap<>();
        for (LearnedVariable v : learned) {
            if (byLayer.containsKey(v.layer())) factors.put(v.name(), byLayer.get(v.layer()));
        }
        return factors;
    }
}
