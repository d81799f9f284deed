/**
 * Translates Keras model files into SavedModels. A file is read ({@code file}), its architecture
 * becomes a tree of layers and calls ({@code config}), each class of layer knows its TensorFlow
 * operations ({@code layer}), and the operations are written as a graph ({@code graph}). To teach a
 * further layer: write a {@link org.coverslip.tensorflow.keras.layer.KerasLayer} and name it in
 * {@link org.coverslip.tensorflow.keras.layer.LayerRegistry}.
 */
package org.coverslip.tensorflow.keras;
