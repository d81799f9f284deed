/**
 * Training of classifiers: pictures or annotated slides in, a bundle out that {@code classify}
 * runs. The parts stand below: what is learned from ({@code data}), how it is divided ({@code
 * split}), changed ({@code augment}) and brought to the network ({@code prepare}), networks by name
 * ({@code architecture}), and the loop ({@code loop}), which serves any task.
 */
package org.coverslip.train;
