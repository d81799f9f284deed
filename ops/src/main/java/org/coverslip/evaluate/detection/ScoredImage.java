package org.coverslip.evaluate.detection;

import java.util.List;
import org.coverslip.detect.Detection;

/**
 * One image: what is there and what was found.
 *
 * @param truth in any order
 * @param found in any order; ties in score keep it
 */
public record ScoredImage(List<Truth> truth, List<Detection> found) {

    public ScoredImage {
        truth = List.copyOf(truth);
        found = List.copyOf(found);
    }
}
