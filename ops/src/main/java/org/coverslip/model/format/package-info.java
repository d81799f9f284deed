/** The model formats that Coverslip reads, and the writer of its own bundles. */
package org.coverslip.model.format;
