/**
 * The only code that sees DJL and TensorFlow: finds and starts the natives, reads and checks
 * SavedModels, runs them.
 */
package org.coverslip.tensorflow;
