/**
 * Detection: boxes on images, slides, stacks and movies.
 *
 * <p>A decoder ({@link org.coverslip.detect.decode}) turns a network's tensors into {@link
 * org.coverslip.detect.Detection}s, a suppression ({@link org.coverslip.detect.suppress}) leaves
 * one per object.
 */
package org.coverslip.detect;
