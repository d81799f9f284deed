package org.coverslip.tensorflow.keras;

import ai.djl.engine.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.coverslip.network.Tensor;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TUint8;

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
        List<org.tensorflow.Tensor> fed = new ArrayList<>();
        Session.Runner runner = bundle.session().runner();
        inputs.forEach(
                (key, tensor) -> {
                    fed.add(toNative(tensor));
                    String node = signature.getInputsOrThrow(key).getName();
                    runner.feed(node, fed.get(fed.size() - 1));
                });
        List<String> keys = List.copyOf(signature.getOutputsMap().keySet());
        keys.forEach(k -> runner.fetch(signature.getOutputsOrThrow(k).getName()));
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        try (Result result = runner.run()) {
            for (int i = 0; i < keys.size(); i++) {
                outputs.put(keys.get(i), tensor((TFloat32) result.get(i)));
            }
        } finally {
            fed.forEach(org.tensorflow.Tensor::close);
        }
        return outputs;
    }

    /** d(sum of an output) / d(input), by their keys. */
    Tensor gradient(String output, String input, Tensor at) {
        String from = signature.getInputsOrThrow(input).getName();
        Output<?>[] slope =
                bundle.graph()
                        .addGradients(
                                "gradient",
                                new Output<?>[] {
                                    output(signature.getOutputsOrThrow(output).getName())
                                },
                                new Output<?>[] {output(from)},
                                null);
        try (TFloat32 fed = TFloat32.tensorOf(Shape.of(at.shape()), DataBuffers.of(at.floats()));
                Result result = bundle.session().runner().feed(from, fed).fetch(slope[0]).run()) {
            return tensor((TFloat32) result.get(0));
        }
    }

    private Output<?> output(String name) {
        return bundle.graph().operation(name.replaceFirst(":0$", "")).output(0);
    }

    private static org.tensorflow.Tensor toNative(Tensor t) {
        Shape shape = Shape.of(t.shape());
        return t.array() instanceof byte[] bytes
                ? TUint8.tensorOf(shape, DataBuffers.of(bytes))
                : TFloat32.tensorOf(shape, DataBuffers.of(t.floats()));
    }

    private static Tensor tensor(TFloat32 value) {
        float[] floats = new float[(int) value.size()];
        value.asRawTensor().data().asFloats().read(floats);
        return Tensor.of(floats, value.shape().asArray());
    }

    @Override
    public void close() {
        bundle.close();
    }
}
