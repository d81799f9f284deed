/**
 * The output folder, the same shape for every operation: run.json, summary.csv, failures.csv and a
 * folder per image. Files are written under another name and renamed when whole.
 */
package org.coverslip.report;
