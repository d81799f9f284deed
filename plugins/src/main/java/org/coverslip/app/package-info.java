/** The command line and the headless macro runner. */
package org.coverslip.app;
