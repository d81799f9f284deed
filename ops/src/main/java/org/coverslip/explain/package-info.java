/** Explanation: which places of an image, a ROI or a tile speak for a label. */
package org.coverslip.explain;
