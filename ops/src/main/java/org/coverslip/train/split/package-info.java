/** Which samples are learned from, which choose the best weights, which are kept for the end. */
package org.coverslip.train.split;
