package org.coverslip.model;

/**
 * Something to cite when a model's results are published.
 *
 * @param text free text; empty if there is none
 * @param doi without a resolver's address; empty if there is none
 */
public record Citation(String text, String doi) {}
