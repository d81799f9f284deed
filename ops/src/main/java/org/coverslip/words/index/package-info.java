/** How good a clustering is, and how many words to take. */
package org.coverslip.words.index;
