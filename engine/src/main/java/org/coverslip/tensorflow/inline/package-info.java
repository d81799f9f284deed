/** Opens the function calls of a graph and names what is inside, without native code. */
package org.coverslip.tensorflow.inline;
