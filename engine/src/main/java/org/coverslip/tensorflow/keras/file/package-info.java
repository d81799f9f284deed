/** Keras files on disk: HDF5 and archive, their architecture text and their stored weights. */
package org.coverslip.tensorflow.keras.file;
