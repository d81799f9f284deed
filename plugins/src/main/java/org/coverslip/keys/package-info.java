/** What users write: keys, values and macro options, read strictly and never guessed. */
package org.coverslip.keys;
