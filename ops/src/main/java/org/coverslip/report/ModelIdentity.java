package org.coverslip.report;

/**
 * Which network made a result.
 *
 * @param name the model's own name
 * @param source the path the user gave
 * @param format what kind of file it was read from
 * @param sha256 of its weights, lower-case hex
 */
public record ModelIdentity(String name, String source, String format, String sha256) {}
