package org.coverslip.detect.label;

import java.util.Optional;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;

/**
 * One object that somebody marked.
 *
 * @param label name of its class
 * @param box in pixels of the image
 * @param outline if it was marked more exactly than by a box
 */
public record LabelledBox(String label, Box box, Optional<Outline> outline) {

    public LabelledBox(String label, Box box) {
        this(label, box, Optional.empty());
    }
}
