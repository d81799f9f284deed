/** Adds to a graph that TensorFlow has loaded: opened functions, gradients. */
package org.coverslip.tensorflow.gradient;
