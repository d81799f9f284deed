/**
 * Outlined parts of an image: where they are kept, and the boxes that operations cut out for them.
 */
package org.coverslip.roi;
