/** Training of detectors: labelled pictures or slides in, a bundle that {@code detect} runs out. */
package org.coverslip.train.detection;
