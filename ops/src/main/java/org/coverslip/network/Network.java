package org.coverslip.network;

import java.util.Collection;
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
     * The places inside whose values can be fetched, in the order in which they are computed:
     * convolutions, activations, poolings, merges, dense layers, and whatever the author gave a
     * name of its own; not the weights. A layer of several operations has the layer's name where it
     * ends ({@code conv1}, kind {@code Relu}) and longer names before ({@code conv1/Conv2D}).
     *
     * <p>The first call opens the functions of the graph, which takes up to a tenth of a second.
     *
     * @throws org.coverslip.RefusedException if the graph cannot be opened, for example because it
     *     loops
     */
    List<LayerInfo> layers();

    /**
     * Runs the network once and fetches inner values as well. The outputs are those of {@link
     * #run(Map)}, to the last bit where layers are asked for at their ends; a value before an
     * activation keeps TensorFlow from computing both in one, which may change the last bits.
     *
     * @param inputs as for {@link #run(Map)}
     * @param layers names out of {@link #layers()}; the graph's own names of operations are found
     *     as well
     * @return the outputs, and every layer that was asked for under its name
     * @throws org.coverslip.RefusedException if a layer is unknown; the sentence offers the nearest
     *     names
     */
    Map<String, Tensor> run(Map<String, Tensor> inputs, List<String> layers);

    /**
     * The layers that own weights, by names out of {@link #layers()}, in the order in which they
     * are computed. Layers computed with the same weights are one.
     */
    List<String> weightedLayers();

    /**
     * The same network with the weights of some layers in random order: what the sanity check by
     * cascading randomisation (Adebayo et al. 2018, arXiv:1810.03292) compares with. The values of
     * each weight tensor are shuffled and not drawn anew, so that activations keep their scale and
     * variances stay positive. A tensor is shuffled in the same way whichever other layers are
     * named, so that the steps of a cascade build on each other.
     *
     * <p>It shares the native memory of this network, which must stay open; its runs take a little
     * longer because they are handed all weights.
     *
     * <pre>{@code
     * List<String> layers = network.weightedLayers();
     * for (int top = 1; top <= layers.size(); top++) {
     *     List<String> last = layers.subList(layers.size() - top, layers.size());
     *     try (Network random = network.withRandomWeights(last, seed)) { ... }
     * }
     * }</pre>
     *
     * @param layers names out of {@link #weightedLayers()}
     * @param seed the same seed gives the same weights
     * @return to be closed before this network
     * @throws org.coverslip.RefusedException if a layer is unknown or has no weights
     */
    Network withRandomWeights(Collection<String> layers, long seed);

    /**
     * Prepares the gradient of an output's scores, which takes some tens of milliseconds. A network
     * prepares each pair of names once and keeps it until it is closed, so that asking again is
     * free.
     *
     * @param output a name out of {@link #outputs()}
     * @param at a name out of {@link #layers()} or {@link #inputs()}
     * @throws org.coverslip.RefusedException if there is no such place, the output does not depend
     *     on it, or the graph between them cannot be differentiated
     */
    ScoreGradient gradient(String output, String at);

    /**
     * The device that really runs it, as {@code cpu} or {@code gpu:0}, found by a probe and not by
     * what was asked.
     */
    Device device();

    @Override
    void close();
}
