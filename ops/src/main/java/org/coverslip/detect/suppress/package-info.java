/** Leaves one detection per object. */
package org.coverslip.detect.suppress;
