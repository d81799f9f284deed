package org.coverslip.network;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.network.training.LearningNetwork;
import org.coverslip.network.training.TrainingSetup;

/**
 * Runs networks. Found with {@link java.util.ServiceLoader}, in a class loader of its own where the
 * engine lives in its own folder. Every method throws {@link org.coverslip.RefusedException} with a
 * sentence for the user when the file is at fault.
 */
public interface NetworkEngine {

    /**
     * Name and versions, for run records: {@code TensorFlow 2.16.1 (DJL 0.36.0)}. Does not start
     * the native part.
     */
    String name();

    /**
     * Reads signatures and operations of a SavedModel folder, without running it or loading native
     * code.
     */
    NetworkReport describe(Path savedModel);

    /** Loads a SavedModel folder (the one that holds {@code saved_model.pb}). */
    Network open(Path savedModel, NetworkOptions options);

    /**
     * Translates a Keras file ({@code .h5}, {@code .hdf5}, {@code .keras}) into a SavedModel with
     * constant weights.
     *
     * @param file the Keras model; architecture and weights in one file
     * @param savedModel folder to write; must not exist or be empty; nothing is left there on
     *     failure
     */
    ImportedNetwork importKeras(Path file, Path savedModel);

    /**
     * Reads a Keras file ({@code .h5}, {@code .hdf5}, {@code .keras}) as architecture and weights,
     * so that it can be changed and trained further.
     */
    KerasModel readKeras(Path file);

    /**
     * Wraps a frozen graph ({@code .pb} without signatures) into a SavedModel.
     *
     * @param file nodes with their weights as constants
     * @param inputs names of nodes; empty: all placeholders
     * @param outputs names of nodes; empty: all whose results nobody uses
     * @param constants values for placeholders that are no picture, such as thresholds, by name;
     *     they become part of the graph
     * @param savedModel folder to write; must not exist or be empty; nothing is left there on
     *     failure
     */
    ImportedNetwork importFrozen(
            Path file,
            List<String> inputs,
            List<String> outputs,
            Map<String, Tensor> constants,
            Path savedModel);

    /**
     * Builds a network that was never a file: layers in Keras' own JSON notation, weights beside
     * it.
     *
     * @param architecture a Keras {@code Sequential} or {@code Functional} model as {@code
     *     model.to_json()} writes it; of Keras 2 unless its {@code keras_version} says otherwise
     * @param weights by layer and variable, for example {@code conv1/kernel}, shaped as Keras
     *     shapes them
     * @param savedModel folder to write; must not exist or be empty; nothing is left there on
     *     failure
     */
    ImportedNetwork buildKeras(String architecture, Map<String, Tensor> weights, Path savedModel);

    /**
     * The weights that stand as constants in a SavedModel's graph, by node; those of a network that
     * {@link #buildKeras} wrote are called {@code layer/variable}, as it took them. Native code is
     * not needed.
     *
     * @param savedModel folder that holds {@code saved_model.pb}
     */
    Map<String, Tensor> weights(Path savedModel);

    /**
     * Builds a network that learns. Runs on one process-wide pool of threads; with {@link
     * TrainingSetup#threads()} of 1 two runs of the same steps give the same bits.
     *
     * @throws org.coverslip.RefusedException if the architecture cannot be trained, or weights do
     *     not fit it
     */
    LearningNetwork learn(TrainingSetup setup);
}
