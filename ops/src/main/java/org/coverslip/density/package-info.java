/** How many objects there are per mm2 around every place of an image. */
package org.coverslip.density;
