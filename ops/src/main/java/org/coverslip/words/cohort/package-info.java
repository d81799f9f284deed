/** Slides as histograms of words: how alike they are, and what they predict. */
package org.coverslip.words.cohort;
