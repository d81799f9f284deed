package org.coverslip.segment;

import java.util.List;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.Progress;
import org.coverslip.report.RunFolder;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.tile.ValueMapping;

/**
 * What all images of a run share.
 *
 * @param network the model, loaded
 * @param reading what its numbers mean
 * @param mapping what is black and white in images that are not 8 bit
 * @param batch tiles per call of the network
 * @param folder takes the results
 */
record SegmentJob(
        ModelBundle model,
        DenseNetwork network,
        Reading reading,
        SegmentOptions options,
        ValueMapping mapping,
        int batch,
        Progress progress,
        RunFolder folder) {

    List<String> names() {
        return reading.names();
    }

    boolean makesObjects() {
        return reading.objects().isPresent();
    }

    /** Input pixels of the network per pixel of its output. */
    int ratio() {
        return network.x().ratio();
    }
}
