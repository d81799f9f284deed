package org.coverslip.model.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.ModelFormat;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.TemporaryFolder;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.NetworkEngine;
import org.coverslip.network.Tensor;
import org.scijava.plugin.Plugin;

/**
 * Frozen graphs of TensorFlow 1: a {@code .pb} with its weights and without signatures, wrapped by
 * the engine into a temporary SavedModel. Nothing but names and shapes is in such files.
 */
@Plugin(type = ModelFormat.class)
public final class FrozenFormat implements ModelFormat {

    @Override
    public String description() {
        return ".pb (frozen graph)";
    }

    @Override
    public boolean accepts(Path source) {
        String name = source.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(source)
                && name.endsWith(".pb")
                && !name.equals("saved_model.pb");
    }

    @Override
    public ModelBundle read(Path source, NetworkEngine engine) {
        return read(source, engine, List.of(), List.of(), Map.of());
    }

    /**
     * @param inputs names of nodes; empty: all placeholders
     * @param outputs names of nodes; empty: all whose results nobody uses
     * @param constants values for placeholders that are no picture, by name
     * @throws org.coverslip.RefusedException if it is no frozen graph, or has no such nodes
     */
    public static ModelBundle read(
            Path source,
            NetworkEngine engine,
            List<String> inputs,
            List<String> outputs,
            Map<String, Tensor> constants) {
        TemporaryFolder temporary = TemporaryFolder.create();
        try {
            Path savedModel = temporary.path().resolve("wrapped");
            ImportedNetwork wrapped =
                    engine.importFrozen(source, inputs, outputs, constants, savedModel);
            return ModelBundle.builder()
                    .source(source)
                    .name(wrapped.name())
                    .format(wrapped.source())
                    .savedModel(savedModel)
                    .temporary(temporary)
                    .inputs(wrapped.inputs().stream().map(FrozenFormat::input).toList())
                    .outputs(wrapped.outputs().stream().map(FrozenFormat::output).toList())
                    .build();
        } catch (RuntimeException | Error e) {
            temporary.close();
            throw e;
        }
    }

    private static InputSpec input(ImportedNetwork.Port port) {
        return new InputSpec(
                port.tensor().name(),
                "",
                port.tensor().type(),
                Signatures.sizes(port.tensor()),
                List.of(),
                false);
    }

    private static OutputSpec output(ImportedNetwork.Port port) {
        return new OutputSpec(
                port.tensor().name(),
                Signatures.axes(port.tensor()),
                port.tensor().type(),
                Signatures.sizes(port.tensor()),
                List.of(),
                List.of());
    }
}
