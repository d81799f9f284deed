/** What is done to features before they are clustered: scaling and principal components. */
package org.coverslip.words.project;
