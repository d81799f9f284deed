package org.coverslip.train.split;

import java.util.List;
import java.util.Optional;

/**
 * What a split has to know of a sample.
 *
 * @param name for messages
 * @param group patient or slide: samples of one group are never in two parts
 * @param labels indices of the classes it belongs to
 * @param part where the user wants it; empty: to be decided
 */
public record Member(String name, String group, List<Integer> labels, Optional<Part> part) {

    public Member {
        labels = List.copyOf(labels);
    }
}
