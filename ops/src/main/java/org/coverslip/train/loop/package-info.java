/**
 * The training loop: any network that learns, any loss, any source of samples. Knows nothing of
 * classes, masks or boxes.
 */
package org.coverslip.train.loop;
