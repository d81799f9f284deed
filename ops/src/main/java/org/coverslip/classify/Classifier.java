package org.coverslip.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Task;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.Network;
import org.coverslip.network.Tensor;
import org.coverslip.tile.SampleBatch;

/** Prepared samples in, predictions out. Safe to share between threads. */
public final class Classifier {

    private final Network network;
    private final InputSpec input;
    private final OutputSpec output;
    private final ScoreReading reading;
    private final SampleBatch batches;

    /**
     * @param model with labels and scores; its first output is the one that is read
     * @param network the same model, loaded; stays open
     * @throws RefusedException if the model lacks facts that a classification needs
     */
    public Classifier(ModelBundle model, Network network) {
        requireClassifier(model);
        this.network = network;
        this.input = model.requireImageModel();
        this.batches = new SampleBatch(input);
        this.output = model.outputs().get(0);
        this.reading = new ScoreReading(model.name(), model.labels(), model.scores().orElseThrow());
    }

    /**
     * @throws RefusedException if the model does something else than classifying images, or does
     *     not say all that is needed
     */
    public static void requireClassifier(ModelBundle model) {
        model.requireImageModel();
        if (model.task() != Task.CLASSIFICATION && model.task() != Task.UNKNOWN) {
            throw new RefusedException(
                    model.source(),
                    "this model is for " + model.task(),
                    "give one that classifies");
        }
        model.requireComplete();
        model.requireMatchingLabels();
    }

    /**
     * How many samples a batch may hold at most; {@link Integer#MAX_VALUE} where the network does
     * not say.
     */
    public int largestBatch() {
        return batches.largest();
    }

    /**
     * Classifies one batch.
     *
     * @param samples of one shape, each with extent 1 on axis b; at most {@link #largestBatch()}
     * @return one prediction per sample, in order
     * @throws RefusedException if the network fails or gives no probabilities
     */
    public List<Prediction> classify(List<TensorBlock> samples) {
        int batch = batches.rows(samples.size());
        Tensor given = batches.of(samples);
        Tensor got = network.run(Map.of(input.name(), given)).get(output.name());
        if (got == null || got.size() % batch != 0 || got.rank() > 0 && got.shape()[0] != batch) {
            throw new RefusedException(
                    output.name(),
                    "this output has shape "
                            + (got == null ? "none" : Arrays.toString(got.shape()))
                            + " for a batch of "
                            + batch,
                    "use a model that gives one row per image");
        }
        float[] values = got.floats();
        post(values, got.shape());
        int each = values.length / batch;
        List<Prediction> predictions = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++) {
            predictions.add(reading.read(Arrays.copyOfRange(values, i * each, (i + 1) * each)));
        }
        return predictions;
    }

    private void post(float[] values, long[] shape) {
        if (output.postprocessing().isEmpty()) return;
        int[] extents = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
        Step.applyAll(
                output.postprocessing(),
                new TensorBlock(values, extents, output.axes()),
                StepContext.NONE);
    }
}
