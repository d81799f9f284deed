/** Changes to pictures that leave their class as it is, so that a network learns to ignore them. */
package org.coverslip.train.augment;
