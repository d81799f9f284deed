/**
 * What every operation on images shares: the images that were asked for, the plan for a slide, the
 * journal of its tiles, and the rule that one bad image never ends the rest.
 */
package org.coverslip.job;
