package org.coverslip.words.features;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.MissingFact;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.Tensor;
import org.coverslip.tile.SampleBatch;

/**
 * A network as a describer of patches: the values of one of its layers, averaged over all places of
 * the patch. Safe to share between threads.
 */
public final class FeatureNetwork {

    /** Facts that only a classification needs. */
    private static final List<String> NOT_NEEDED = List.of("labels", "scores");

    /** Layers that a refusal offers. */
    private static final int SHOWN = 6;

    private final ModelBundle model;
    private final Network network;
    private final InputSpec input;
    private final SampleBatch stack;
    private final String layer;
    private final boolean isOutput;

    /**
     * @param layer name of a layer or an output; empty: the last layer that still has places, as
     *     {@link #lastWithPlaces} finds it
     * @throws RefusedException if the model lacks facts, or the layer is unknown
     */
    public FeatureNetwork(ModelBundle model, Network network, String layer) {
        this.model = model;
        this.network = network;
        this.input = model.requireImageModel();
        requireFacts();
        this.stack = new SampleBatch(input);
        String asked = layer.strip();
        this.layer = asked.isEmpty() ? lastWithPlaces() : asked;
        this.isOutput = network.outputs().stream().anyMatch(o -> o.name().equals(this.layer));
        if (!isOutput) requireLayer();
    }

    private void requireLayer() {
        List<String> names = network.layers().stream().map(LayerInfo::name).toList();
        if (names.contains(layer)) return;
        int from = Math.max(0, names.size() - SHOWN);
        throw new RefusedException(
                "layer=" + layer,
                "the network has no such layer",
                names.isEmpty()
                        ? "leave layer empty to use its output"
                        : "use one such as "
                                + String.join(", ", names.subList(from, names.size())));
    }

    private void requireFacts() {
        List<MissingFact> missing =
                model.missing().stream().filter(f -> !NOT_NEEDED.contains(f.name())).toList();
        if (missing.isEmpty()) return;
        throw new RefusedException(
                model.source(),
                "the model does not say "
                        + String.join(", ", missing.stream().map(MissingFact::name).toList()),
                "supply it once with " + model.importLine());
    }

    /**
     * The last layer of four axes: what a head would average and judge. Networks that show no
     * layers give their first output.
     */
    private String lastWithPlaces() {
        String found = network.outputs().get(0).name();
        for (LayerInfo info : network.layers())
            if (info.shape() != null && info.shape().size() == 4) found = info.name();
        return found;
    }

    /** The layer that is used. */
    public String layer() {
        return layer;
    }

    /** Most samples per batch. */
    public int largestBatch() {
        return stack.largest();
    }

    /**
     * Describes one batch.
     *
     * @return per sample, one number per channel of the layer: its mean over all places
     * @throws RefusedException if the layer is unknown, or gives no row per sample
     */
    public List<float[]> describe(List<TensorBlock> samples) {
        Map<String, Tensor> given = Map.of(input.name(), stack.of(samples));
        Tensor got = isOutput ? network.run(given).get(layer) : fetch(given);
        int batch = stack.rows(samples.size());
        if (got == null || got.rank() < 2 || got.shape()[0] != batch) {
            throw new RefusedException(
                    "layer=" + layer,
                    "it gives "
                            + (got == null ? "nothing" : java.util.Arrays.toString(got.shape()))
                            + " for "
                            + batch
                            + " patches",
                    "use a layer with one row per patch");
        }
        float[] values = got.floats();
        int channels = Math.toIntExact(got.shape()[got.rank() - 1]);
        int places = values.length / batch / channels;
        List<float[]> rows = new ArrayList<>(samples.size());
        for (int i = 0; i < samples.size(); i++)
            rows.add(mean(values, i * places, places, channels));
        return rows;
    }

    private Tensor fetch(Map<String, Tensor> given) {
        return network.run(given, List.of(layer)).get(layer);
    }

    private static float[] mean(float[] values, int first, int places, int channels) {
        double[] sum = new double[channels];
        for (int p = first; p < first + places; p++)
            for (int c = 0; c < channels; c++) sum[c] += values[p * channels + c];
        float[] mean = new float[channels];
        for (int c = 0; c < channels; c++) mean[c] = (float) (sum[c] / places);
        return mean;
    }
}
