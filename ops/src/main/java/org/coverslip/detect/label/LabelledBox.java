package org.coverslip.detect.label;

import java.util.Optional;
import java.util.OptionalDouble;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;

/**
 * One object that somebody marked, or that a network found.
 *
 * @param label name of its class
 * @param box in pixels of the image
 * @param outline if it was marked more exactly than by a box
 * @param score how sure the network was, 0 to 1; empty for what a person marked
 * @param crowd whether it stands for many objects that nobody counted (COCO's {@code iscrowd}): an
 *     evaluation neither asks for it nor minds what is found there
 */
public record LabelledBox(
        String label, Box box, Optional<Outline> outline, OptionalDouble score, boolean crowd) {

    public LabelledBox(String label, Box box) {
        this(label, box, Optional.empty());
    }

    public LabelledBox(String label, Box box, Optional<Outline> outline) {
        this(label, box, outline, OptionalDouble.empty(), false);
    }

    public LabelledBox withScore(double value) {
        return new LabelledBox(label, box, outline, OptionalDouble.of(value), crowd);
    }

    public LabelledBox asCrowd() {
        return new LabelledBox(label, box, outline, score, true);
    }
}
