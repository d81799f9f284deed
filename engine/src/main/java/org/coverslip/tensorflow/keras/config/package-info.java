/** The architecture that a Keras file describes: models, layers, and the calls that join them. */
package org.coverslip.tensorflow.keras.config;
