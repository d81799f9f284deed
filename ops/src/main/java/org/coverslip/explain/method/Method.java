package org.coverslip.explain.method;

import java.util.List;

/** A way to explain a prediction. Methods have no state: one object serves all threads. */
public interface Method {

    /** What a method asks of the network. */
    enum Needs {
        /** Outputs alone: works with every network. */
        OUTPUT,
        /** The values of a layer, without gradients. */
        LAYER,
        /** The gradient of the score by a layer. */
        LAYER_GRADIENT,
        /** The gradient of the score by the input. */
        INPUT_GRADIENT;

        public boolean gradient() {
            return this == LAYER_GRADIENT || this == INPUT_GRADIENT;
        }

        public boolean layer() {
            return this == LAYER || this == LAYER_GRADIENT;
        }
    }

    /** The word on the command line. */
    String word();

    Needs needs();

    /** What its parameters are, for run records; empty if it has none. */
    default String settings() {
        return "";
    }

    /**
     * Answers several questions.
     *
     * @param network what is asked
     * @param questions samples of one shape
     * @return one map per question, in order, before negative values are cut off and before
     *     normalisation
     * @throws org.coverslip.RefusedException if the network fails
     * @throws java.util.concurrent.CancellationException if the user stopped it
     */
    List<RawHeat> explain(Subject network, List<Question> questions);
}
