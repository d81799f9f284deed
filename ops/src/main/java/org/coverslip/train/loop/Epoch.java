package org.coverslip.train.loop;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What one pass over the training samples gave.
 *
 * @param number from 1
 * @param steps of the run so far
 * @param rate of its last step
 * @param loss mean over its steps, each before its update, on augmented samples
 * @param validationLoss after it; NaN where nothing is kept apart for validation
 * @param measures by name, of the network after it, without augmentation: {@code accuracy} on
 *     training samples, {@code validation accuracy}
 * @param seconds it took, validation included
 */
public record Epoch(
        int number,
        long steps,
        double rate,
        double loss,
        double validationLoss,
        Map<String, Double> measures,
        double seconds) {

    public Epoch {
        measures = Collections.unmodifiableMap(new LinkedHashMap<>(measures));
    }
}
