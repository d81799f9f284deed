/** From pictures on disk to what a network is fed with. */
package org.coverslip.train.prepare;
