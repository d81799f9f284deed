package org.coverslip.tensorflow;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.RefusedException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.MetaGraphDef;

/** Loads a SavedModel that was checked into DJL. */
final class ModelLoader {

    private final Engine engine;
    private final ConfigProto config;
    private final org.coverslip.network.Device device;

    /**
     * @param device {@code cpu} or a GPU that works
     */
    ModelLoader(Engine engine, org.coverslip.network.Device device, int threads) {
        this.engine = engine;
        this.device = device;
        config = SessionConfig.of(device, threads);
    }

    /**
     * @return the loaded model, to be closed by the caller
     * @throws RefusedException if TensorFlow does not take it
     */
    Model load(CheckedModel model) {
        try {
            if (device.index() > 0) return loadRewritten(model);
            try {
                return load(model, model.path());
            } catch (RuntimeException e) {
                if (!String.valueOf(e.getMessage()).contains("_output_shapes")) throw e;
                return loadRewritten(model);
            }
        } catch (RuntimeException | MalformedModelException | IOException | OutOfMemoryError e) {
            throw new RefusedException(
                    model.path(),
                    "TensorFlow " + Natives.VERSION + " cannot load it: " + Failures.reason(e),
                    "export the model again, or ask its author for a complete copy",
                    e);
        }
    }

    private Model loadRewritten(CheckedModel model) throws IOException, MalformedModelException {
        MetaGraphDef graph =
                GraphRewrite.withoutShapeNotes(SavedModelFolder.read(model.path()).graph());
        if (device.index() > 0) graph = GraphRewrite.placedOn(graph, device);
        try (TemporaryModel copy = TemporaryModel.of(model.path(), graph)) {
            return load(model, copy.folder());
        }
    }

    // NB: not through DJL's Criteria. It reads serving.properties in the model's folder, which may
    // name Java classes to load from jars in that folder.
    private Model load(CheckedModel checked, Path folder)
            throws IOException, MalformedModelException {
        Model model = engine.newModel("coverslip", Device.cpu());
        try {
            Map<String, Object> options =
                    Map.of(
                            "Tags", checked.tags().toArray(String[]::new),
                            "ConfigProto", config,
                            "SignatureDefKey", checked.signature().key());
            // NB: the prefix keeps DJL from preferring a subfolder named like the model.
            model.load(folder.toAbsolutePath(), SavedModelFolder.FILE, options);
            return model;
        } catch (IOException | MalformedModelException | RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }
}
