/**
 * What is done to numbers before they enter a network and after they leave it: the steps of
 * bioimage.io 0.4 and 0.5, in place on a {@link org.coverslip.model.step.TensorBlock}.
 */
package org.coverslip.model.step;
