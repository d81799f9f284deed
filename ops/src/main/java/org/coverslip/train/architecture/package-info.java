/** Networks to be trained, in the JSON in which Keras describes them, built in Java. */
package org.coverslip.train.architecture;
