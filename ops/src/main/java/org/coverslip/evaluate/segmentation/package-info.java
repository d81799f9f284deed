/** How well a segmentation agrees with the truth: by pixels and by objects. */
package org.coverslip.evaluate.segmentation;
