package org.coverslip.model;

/**
 * Something that a task needs and a model file does not say.
 *
 * @param name the input of {@code import-model} that supplies it, for example {@code labels}
 * @param why what it is needed for, as the end of a sentence
 * @param form what may be given, for example {@code <nearest|bilinear|area>}
 */
public record MissingFact(String name, String why, String form) {}
