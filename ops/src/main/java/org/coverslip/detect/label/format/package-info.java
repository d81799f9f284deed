/** The formats of labels, one class each. */
package org.coverslip.detect.label.format;
