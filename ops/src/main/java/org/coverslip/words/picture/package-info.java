/** What words look like: dictionary, maps, histograms, embedding. */
package org.coverslip.words.picture;
