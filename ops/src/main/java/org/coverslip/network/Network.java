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
     * The device that really runs it, as {@code cpu} or {@code gpu:0}, found by a probe and not by
     * what was asked.
     */
    Device device();

    @Override
    void close();
}
