/** Networks that learn to give every pixel a class, and to tell objects that touch apart. */
package org.coverslip.train.segmentation;
