/** Numbers that a network gives for the patches of slides, and the files they lie in. */
package org.coverslip.words.features;
