package org.coverslip.evaluate.detection;

import org.coverslip.detect.Box;

/**
 * An object that is really there.
 *
 * @param box in the same pixels as the detections
 * @param label index of its class
 */
public record Truth(Box box, int label) {}
