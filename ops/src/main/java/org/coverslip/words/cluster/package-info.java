/**
 * k-means over any number of rows: exact, pruned by bounds in the span of the centres, or in
 * mini-batches. Knows nothing of images.
 */
package org.coverslip.words.cluster;
