package org.coverslip.network;

import java.util.List;
import java.util.Map;

/**
 * A network that is loaded and ready: named tensors in, named tensors out. {@link #run} may be
 * called from several threads at once. Close it to give back the native memory; afterwards every
 * call throws {@link IllegalStateException}.
 */
public interface Network extends AutoCloseable {

    /** The inputs it must be given, in the order of the signature's keys. */
    List<TensorInfo> inputs();

    /** The outputs it can give, in the order of the signature's keys. */
    List<TensorInfo> outputs();

    /**
     * Runs the network once.
     *
     * @param inputs a tensor for every name of {@link #inputs()}; types are converted to the
     *     declared ones
     * @return a tensor for every name of {@link #outputs()}
     * @throws org.coverslip.RefusedException if an input is missing, unknown or of another shape,
     *     or the graph fails; the cause is an {@link OutOfMemoryError} where a smaller batch may
     *     help
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs);

    /**
     * The places inside whose values can be fetched, in the order in which they are computed.
     * Convolutions, activations, poolings, merges and dense layers; not the weights.
     */
    default List<LayerInfo> layers() {
        return List.of();
    }

    /**
     * Runs the network once and fetches inner values as well.
     *
     * @param inputs as for {@link #run(Map)}
     * @param layers names out of {@link #layers()}
     * @return the outputs, and every layer that was asked for under its name
     * @throws org.coverslip.RefusedException if a layer is unknown; the sentence offers the nearest
     *     names
     */
    default Map<String, Tensor> run(Map<String, Tensor> inputs, List<String> layers) {
        if (layers.isEmpty()) return run(inputs);
        throw new org.coverslip.RefusedException(
                layers.get(0), "this network shows no layers", "use its outputs");
    }

    /**
     * Prepares the gradient of an output's scores.
     *
     * @param output a name out of {@link #outputs()}
     * @param at a name out of {@link #layers()} or {@link #inputs()}
     * @throws org.coverslip.RefusedException if there is no such place, the output does not depend
     *     on it, or the graph between them cannot be differentiated
     */
    default ScoreGradient gradient(String output, String at) {
        throw new org.coverslip.RefusedException(
                output, "this network cannot be differentiated", "use a method without gradients");
    }

    /**
     * The device that really runs it, as {@code cpu} or {@code gpu:0}, found by a probe and not by
     * what was asked.
     */
    Device device();

    @Override
    void close();
}
