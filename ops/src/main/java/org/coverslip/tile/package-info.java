/** Pieces of an image on their way into a network. Knows no file formats. */
package org.coverslip.tile;
