/**
 * The SciJava commands: they take and check the inputs, call one operation, and show what came out
 * in ImageJ's own ways. The field names are the macro keys and are never renamed.
 */
package org.coverslip.plugins;
