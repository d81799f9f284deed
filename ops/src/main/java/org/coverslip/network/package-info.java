/** Networks as named tensors in and out, with the engine that runs them kept apart. */
package org.coverslip.network;
