/** TensorFlow graphs built in plain Java, without the native library, and saved as SavedModels. */
package org.coverslip.tensorflow.keras.graph;
