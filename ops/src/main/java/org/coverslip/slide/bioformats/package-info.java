/**
 * Slides through Bio-Formats, where it is on the class path, as in Fiji. It is not on Maven
 * Central, so nothing here is compiled against it: the few methods that are used stand in two
 * interfaces, joined to Bio-Formats when a file is opened.
 */
package org.coverslip.slide.bioformats;
