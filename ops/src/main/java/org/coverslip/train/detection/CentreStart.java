package org.coverslip.train.detection;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.coverslip.model.step.Step;
import org.coverslip.train.Blueprint;

/** What a detector of centre points begins with. */
interface CentreStart {

    /** How many channels it takes; empty: as the pictures have. */
    OptionalInt channels();

    /** What height and width of its pictures must be multiples of. */
    int multiple();

    /** How pixel values from 0 to 255 become its inputs; empty: the user says. */
    Optional<List<Step>> steps();

    /** What the network is, for the request. */
    Map<String, String> settings();

    /** What a user should know of it. */
    List<String> notes();

    /**
     * The network to be trained.
     *
     * @throws org.coverslip.RefusedException if a layer that was named is not there
     */
    Blueprint network(int channels, int classes);
}
