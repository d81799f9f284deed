package org.coverslip.tensorflow.keras;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.coverslip.network.Tensor;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;

/** Runs an imported SavedModel in the real TensorFlow. */
final class SavedModelRunner implements AutoCloseable {

    static {
        System.setProperty("ai.djl.offline", "true");
        String library = Loader.load(org.tensorflow.internal.c_api.global.tensorflow.class);
        System.setProperty("TENSORFLOW_LIBRARY_PATH", Path.of(library).getParent().toString());
        Engine.getEngine("TensorFlow");
    }

    /** Starts the native part, which takes seconds where its library was never unpacked. */
    static void start() {}

    private final SavedModelBundle bundle;
    private final SignatureDef signature;

    SavedModelRunner(Path folder) {
        bundle = SavedModelBundle.load(folder.toString(), "serve");
        signature = bundle.metaGraphDef().getSignatureDefOrThrow("serving_default");
    }

    SavedModelBundle bundle() {
        return bundle;
    }

    /** Outputs by the keys of the signature. */
    Map<String, Tensor> run(Map<String, Tensor> inputs) {
        List<TFloat32> fed = new ArrayList<>();
        Session.Runner runner = bundle.session().runner();
        inputs.forEach(
                (key, tensor) -> {
                    TFloat32 native_ =
                            TFloat32.tensorOf(
                                    Shape.of(tensor.shape()), DataBuffers.of(tensor.floats()));
                    fed.add(native_);
                    runner.feed(signature.getInputsOrThrow(key).getName(), native_);
                });
        List<String> keys = List.copyOf(signature.getOutputsMap().keySet());
        keys.forEach(k -> runner.fetch(signature.getOutputsOrThrow(k).getName()));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            for (int i = 0; i < keys.size(); i++) {
                TFloat32 value = (TFloat32) result.get(i);
                float[] floats = new float[(int) value.size()];
                value.asRawTensor().data().asFloats().read(floats);
                outputs.put(keys.get(i), Tensor.of(floats, value.shape().asArray()));
            }
        } finally {
            fed.forEach(TFloat32::close);
        }
        return outputs;
    }

    @Override
    public void close() {
        bundle.close();
    }
}
