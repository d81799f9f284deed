/**
 * From a network's output tensors to detections: one class per layout. A new layout is one class
 * with a {@code @Plugin(type = Decoder.class)} and one test.
 */
package org.coverslip.detect.decode;
