/** How good detections are: average precision as COCO defines it, and who is taken for whom. */
package org.coverslip.evaluate.detection;
