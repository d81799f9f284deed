package org.coverslip.model.format;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.ModelFormat;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.TemporaryFolder;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.NetworkEngine;
import org.scijava.plugin.Plugin;

/**
 * Keras files: {@code .h5}, {@code .hdf5}, {@code .keras}, translated by the engine into a
 * temporary SavedModel. What the last layer's activation makes of the scores is a fact of the
 * graph; labels, normalisation and resizing are not in such files.
 */
@Plugin(type = ModelFormat.class)
public final class KerasFormat implements ModelFormat {

    @Override
    public String description() {
        return ".h5, .hdf5 or .keras (Keras)";
    }

    @Override
    public boolean accepts(Path source) {
        String name = source.getFileName().toString().toLowerCase(Locale.ROOT);
        return Files.isRegularFile(source) && name.matches(".*\\.(h5|hdf5|keras)");
    }

    @Override
    public ModelBundle read(Path source, NetworkEngine engine) {
        TemporaryFolder temporary = TemporaryFolder.create();
        try {
            Path savedModel = temporary.path().resolve("imported");
            ImportedNetwork imported = engine.importKeras(source, savedModel);
            ModelBundle.Builder bundle =
                    ModelBundle.builder()
                            .source(source)
                            .name(name(source, imported))
                            .format(imported.source())
                            .savedModel(savedModel)
                            .temporary(temporary)
                            .notes(imported.notes());
            ports(imported, bundle);
            return bundle.build();
        } catch (RuntimeException e) {
            temporary.close();
            throw e;
        }
    }

    private static String name(Path source, ImportedNetwork imported) {
        // NB: Keras names every model model, functional or sequential unless told otherwise.
        boolean generic = imported.name().matches("(model|functional|sequential)?(_\\d+)?");
        String file = source.getFileName().toString();
        return generic ? file.substring(0, file.lastIndexOf('.')) : imported.name();
    }

    private static void ports(ImportedNetwork imported, ModelBundle.Builder bundle) {
        List<InputSpec> inputs = new ArrayList<>();
        for (ImportedNetwork.Port p : imported.inputs()) {
            inputs.add(
                    new InputSpec(
                            p.tensor().name(),
                            p.axes(),
                            p.tensor().type(),
                            Signatures.sizes(p.tensor()),
                            List.of(),
                            false));
        }
        List<OutputSpec> outputs = new ArrayList<>();
        for (ImportedNetwork.Port p : imported.outputs()) {
            outputs.add(
                    new OutputSpec(
                            p.tensor().name(),
                            p.axes().isEmpty() ? Signatures.axes(p.tensor()) : p.axes(),
                            p.tensor().type(),
                            Signatures.sizes(p.tensor()),
                            List.of(),
                            List.of()));
        }
        bundle.inputs(inputs).outputs(outputs);
        if (imported.outputs().size() == 1) {
            Scores.named(imported.outputs().get(0).activation())
                    .filter(s -> s != Scores.LOGITS)
                    .ifPresent(bundle::scores);
        }
    }
}
