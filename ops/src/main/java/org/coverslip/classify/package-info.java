/** Classification: an image, a plane, a ROI or a tile in; a score per label out. */
package org.coverslip.classify;
