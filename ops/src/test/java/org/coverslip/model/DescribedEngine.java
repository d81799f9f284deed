package org.coverslip.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.network.ElementType;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.NetworkReport;
import org.coverslip.network.Signature;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;

/**
 * Stands for the engine where this module's tests need one: ops has no TensorFlow on its class
 * path. Answers what a SavedModel is said to declare; runs nothing.
 */
public record DescribedEngine(NetworkReport report, ImportedNetwork imported)
        implements NetworkEngine {

    public static DescribedEngine of(List<TensorInfo> inputs, List<TensorInfo> outputs) {
        Signature signature = new Signature("serving_default", inputs, outputs);
        return new DescribedEngine(
                new NetworkReport(List.of(signature), Map.of(), List.of(), "2.16.1"), null);
    }

    /** One input and one output of type float32. */
    public static DescribedEngine of(String input, long[] in, String output, long[] out) {
        return of(
                List.of(TensorInfo.of(input, ElementType.FLOAT32, in)),
                List.of(TensorInfo.of(output, ElementType.FLOAT32, out)));
    }

    /** A folder that looks like a SavedModel from outside. */
    public static Path savedModel(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("variables"));
        Files.writeString(folder.resolve("saved_model.pb"), "graph");
        Files.writeString(folder.resolve("variables/variables.index"), "index");
        return folder;
    }

    @Override
    public String name() {
        return "none";
    }

    @Override
    public NetworkReport describe(Path savedModel) {
        return report;
    }

    @Override
    public Network open(Path savedModel, NetworkOptions options) {
        throw new UnsupportedOperationException("this engine runs nothing");
    }

    @Override
    public ImportedNetwork importKeras(Path file, Path savedModel) {
        try {
            savedModel(savedModel);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return imported;
    }

    @Override
    public ImportedNetwork buildKeras(
            String architecture, Map<String, Tensor> weights, Path savedModel) {
        throw new AssertionError("no model file needs this");
    }

    @Override
    public ImportedNetwork importFrozen(
            Path file,
            java.util.List<String> in,
            java.util.List<String> out,
            Map<String, Tensor> constants,
            Path savedModel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Map<String, Tensor> weights(Path savedModel) {
        throw new UnsupportedOperationException();
    }

    @Override
    public org.coverslip.network.KerasModel readKeras(Path file) {
        throw new UnsupportedOperationException();
    }

    @Override
    public org.coverslip.network.training.LearningNetwork learn(
            org.coverslip.network.training.TrainingSetup setup) {
        throw new UnsupportedOperationException();
    }
}
