/**
 * Builds the site that Fiji's updater installs Coverslip from, and installs from such a site.
 *
 * <p>A site is a folder that any web server can serve: {@code db.xml.gz} lists every file with its
 * checksums, and each file lies beside it as {@code <path>-<timestamp>}. The format is that of
 * imagej-updater 2.0.
 */
package org.coverslip.updatesite;
