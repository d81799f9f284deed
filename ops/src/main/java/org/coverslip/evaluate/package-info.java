/** How good predictions are: figures of merit against a truth, each with its uncertainty. */
package org.coverslip.evaluate;
