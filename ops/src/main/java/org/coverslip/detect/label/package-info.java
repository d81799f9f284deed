/**
 * Boxes that people drew: read from and written to the formats of other programs. A new format is
 * one class in {@code format} with a {@code @Plugin(type = LabelFormat.class)} and one test.
 */
package org.coverslip.detect.label;
