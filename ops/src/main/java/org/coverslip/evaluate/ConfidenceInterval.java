package org.coverslip.evaluate;

/**
 * A figure with its uncertainty.
 *
 * @param estimate the figure on the data as they are
 * @param low lower limit
 * @param high upper limit
 * @param level how much of the resampled figures lies between the limits, for example 0.95
 * @param resamples how many resamples gave a figure; fewer than were asked for where some could not
 *     (an AUC needs both classes)
 */
public record ConfidenceInterval(
        double estimate, double low, double high, double level, int resamples) {}
