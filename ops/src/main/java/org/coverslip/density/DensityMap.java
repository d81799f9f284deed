package org.coverslip.density;

import java.util.List;
import org.coverslip.report.FloatMap;

/**
 * Objects per mm2 around every place of an image.
 *
 * @param map a plane per class; NaN where nothing was analysed
 * @param names of the classes
 * @param radius of the disc that objects are counted in, micrometres
 * @param densest per class the largest value of a place with at least a quarter of its disc
 *     analysed: where hardly anything was, one object more makes all the difference
 */
public record DensityMap(FloatMap map, List<String> names, double radius, double[] densest) {}
