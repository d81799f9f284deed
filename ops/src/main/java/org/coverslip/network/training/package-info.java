/** The contract between the training loop and the engine: a network that learns, step by step. */
package org.coverslip.network.training;
