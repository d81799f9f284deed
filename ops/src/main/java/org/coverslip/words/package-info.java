/**
 * Visual words: what patterns slides consist of, and what those patterns predict. After Lee et al.
 * 2022, Scientific Reports 12:4832, doi 10.1038/s41598-022-08974-8.
 */
package org.coverslip.words;
