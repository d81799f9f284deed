package org.coverslip.network;

import java.util.Map;

/**
 * The gradient of a network's scores by the values of one of its layers or inputs, prepared once
 * and run many times, from several threads if need be. Closing it leaves the network open; the
 * network's closing ends it too.
 */
public interface ScoreGradient extends AutoCloseable {

    /** What the scores are differentiated by. */
    LayerInfo at();

    /**
     * Where the scores are taken: the input of the last softmax or sigmoid (the logits), or the
     * output itself where there is none behind it. For run records.
     */
    LayerInfo scores();

    /**
     * One forward and one backward pass.
     *
     * @param inputs as for {@link Network#run}
     * @param weights one for each score, in the scores' order and for example one-hot per image:
     *     what is differentiated is their inner product with the scores
     * @throws org.coverslip.RefusedException as {@link Network#run}, or if the weights are not as
     *     many as the scores
     */
    Result run(Map<String, Tensor> inputs, Tensor weights);

    /**
     * @param outputs the network's outputs, as {@link Network#run} gives them
     * @param scores values of the logits
     * @param values of the layer
     * @param gradient shaped as {@code values}
     */
    record Result(Map<String, Tensor> outputs, Tensor scores, Tensor values, Tensor gradient) {}

    @Override
    void close();
}
