/** The only code that sees DJL and TensorFlow. */
package org.coverslip.tensorflow;
