package org.coverslip.train.loop;

import java.util.Map;
import org.coverslip.network.Tensor;

/** A number beside the loss that tells how well a network does, such as accuracy. */
public interface Measure {

    /** As in history.csv, lower case. */
    String name();

    /** Starts a pass over all samples of a set. */
    Pass begin();

    /** Adds up one pass. */
    interface Pass {

        /**
         * @param outputs of the network, batch first
         * @param targets as the samples gave them
         */
        void add(Map<String, Tensor> outputs, Map<String, Tensor> targets);

        /** Over all that was added. */
        double value();
    }
}
