/**
 * How a person or a macro fills the inputs of a command: the dialog, the same in Fiji and in plain
 * ImageJ, what stands beside its fields, and what becomes of a request that is refused.
 */
package org.coverslip.dialog;
