/**
 * Synthetic slides with known truth: tissue that looks like haematoxylin and eosin staining, whose
 * every pixel follows from a seed and its place alone, so that any region can be rendered at any
 * time, in any order, on any number of threads, and always comes out the same.
 */
package org.coverslip.synthetic;
