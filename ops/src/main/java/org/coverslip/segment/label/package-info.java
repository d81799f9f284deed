/** Label images of any size: kept while they are made, written as TIFF, coloured. */
package org.coverslip.segment.label;
