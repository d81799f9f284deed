/** Words that were learned, in a folder that later slides are mapped with. */
package org.coverslip.words.codebook;
