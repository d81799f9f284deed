package org.coverslip.tensorflow.inline;

/**
 * A place inside a network.
 *
 * @param name as the author called it
 * @param kind operation that computes it
 * @param value its tensor
 */
public record Layer(String name, String kind, Wire value) {}
