/**
 * A network that answers for every pixel: how large its tiles are and how much of their rim counts,
 * what comes out of it, and what those numbers mean. Knows nothing of images on disk or results.
 */
package org.coverslip.segment.dense;
