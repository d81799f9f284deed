/**
 * Networks that learn: Keras architectures with their weights as variables of a TensorFlow graph.
 */
package org.coverslip.tensorflow.training;
