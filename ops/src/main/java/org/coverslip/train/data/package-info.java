/**
 * What a classifier learns from: pictures in a folder per class, pictures with a table of labels,
 * tiles inside annotations on slides.
 */
package org.coverslip.train.data;
