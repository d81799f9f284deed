package org.coverslip.bench;

import java.nio.file.Path;
import java.util.List;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.TensorInfo;
import org.tensorflow.types.TFloat32;

/** TensorFlow alone: a session on a tensor that is already in native memory. */
final class RawSession implements AutoCloseable {

    private final SavedModelBundle model;
    private final String input;
    private final List<String> outputs;
    private final TFloat32 batch;

    RawSession(Path savedModel, int samples) {
        this(savedModel, samples, Workshop.PATCH);
    }

    RawSession(Path savedModel, int samples, int patch) {
        model = SavedModelBundle.load(savedModel.toString(), "serve");
        var signature = model.metaGraphDef().getSignatureDefMap().get("serving_default");
        input = name(signature.getInputsMap().values().iterator().next());
        outputs = signature.getOutputsMap().values().stream().map(RawSession::name).toList();
        float[] values = new float[samples * patch * patch * 3];
        for (int i = 0; i < values.length; i++) values[i] = (i * 31 % 255) / 255f;
        Shape shape = Shape.of(samples, patch, patch, 3);
        batch = TFloat32.tensorOf(shape, DataBuffers.of(values));
    }

    private static String name(TensorInfo info) {
        return info.getName();
    }

    /** Runs the batch as often as it takes for this many samples; seconds. */
    double run(int samples) {
        long size = batch.shape().get(0);
        long start = System.nanoTime();
        for (long done = 0; done < samples; done += size) {
            var runner = model.session().runner().feed(input, batch);
            outputs.forEach(runner::fetch);
            try (var result = runner.run()) {
                if (result.size() != outputs.size()) throw new IllegalStateException("no output");
            }
        }
        long ran = (samples + size - 1) / size * size;
        return (System.nanoTime() - start) * 1e-9 * samples / ran;
    }

    @Override
    public void close() {
        batch.close();
        model.close();
    }
}
