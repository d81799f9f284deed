package org.coverslip.tensorflow;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.network.Signature;
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
    Model load(SavedModelFolder model, Signature signature) {
        MetaGraphDef graph = model.graph();
        try {
            if (device.index() == 0) {
                try {
                    return load(model.path(), model.tags(), signature);
                } catch (RuntimeException e) {
                    if (!String.valueOf(e.getMessage()).contains("_output_shapes")) throw e;
                    graph = GraphRewrite.withoutShapeNotes(graph);
                }
            } else {
                graph = GraphRewrite.placedOn(GraphRewrite.withoutShapeNotes(graph), device);
            }
            try (TemporaryModel copy = TemporaryModel.of(model.path(), graph)) {
                return load(copy.folder(), model.tags(), signature);
            }
        } catch (RuntimeException | MalformedModelException | IOException | OutOfMemoryError e) {
            throw new RefusedException(
                    model.path(),
                    "TensorFlow " + Natives.VERSION + " cannot load it: " + Failures.reason(e),
                    "export the model again, or ask its author for a complete copy",
                    e);
        }
    }

    // NB: not through DJL's Criteria. It reads serving.properties in the model's folder, which may
    // name Java classes to load from jars in that folder.
    private Model load(Path folder, String[] tags, Signature signature)
            throws IOException, MalformedModelException {
        Model model = engine.newModel("coverslip", Device.cpu());
        try {
            Map<String, Object> options =
                    Map.of("Tags", tags, "ConfigProto", config, "SignatureDefKey", signature.key());
            // NB: the prefix keeps DJL from preferring a subfolder named like the model.
            model.load(folder.toAbsolutePath(), SavedModelFolder.FILE, options);
            return model;
        } catch (IOException | MalformedModelException | RuntimeException | Error e) {
            model.close();
            throw e;
        }
    }
}
