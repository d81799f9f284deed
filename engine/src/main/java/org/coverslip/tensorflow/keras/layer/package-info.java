/** What each class of Keras layers computes in prediction, as TensorFlow operations. */
package org.coverslip.tensorflow.keras.layer;
