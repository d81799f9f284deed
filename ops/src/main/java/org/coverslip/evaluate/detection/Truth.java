package org.coverslip.evaluate.detection;

import org.coverslip.detect.Box;

/**
 * An object that is really there.
 *
 * @param box in the same pixels as the detections
 * @param label index of its class
 * @param crowd whether it stands for many that nobody counted: it need not be found, and what is
 *     found in it is neither right nor wrong
 */
public record Truth(Box box, int label, boolean crowd) {

    public Truth(Box box, int label) {
        this(box, label, false);
    }

    /**
     * How much a detection overlaps it: intersection over union, or for a crowd over the detection
     * alone (pycocotools, maskApi.c, bbIou).
     */
    double overlap(Box found) {
        if (!crowd) return box.iou(found);
        double common = box.intersection(found);
        return common == 0 ? 0 : common / found.area();
    }
}
