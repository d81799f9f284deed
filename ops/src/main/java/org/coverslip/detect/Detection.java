package org.coverslip.detect;

import java.util.Optional;

/**
 * One object that a network found.
 *
 * @param box in pixels of whatever was looked at
 * @param label index of its class
 * @param score 0 to 1
 * @param outline what the object covers more exactly than its box; empty for plain boxes
 */
public record Detection(Box box, int label, double score, Optional<Outline> outline) {

    public Detection(Box box, int label, double score) {
        this(box, label, score, Optional.empty());
    }

    public Detection withBox(Box other) {
        return new Detection(other, label, score, outline);
    }

    public Detection withScore(double other) {
        return new Detection(box, label, other, outline);
    }

    /** Box and outline multiplied by a factor per axis, then moved. */
    public Detection map(double scaleX, double scaleY, double dx, double dy) {
        return new Detection(
                box.map(scaleX, scaleY, dx, dy),
                label,
                score,
                outline.map(o -> o.map(scaleX, scaleY, dx, dy)));
    }

    /** The part inside 0 to width, 0 to height; its box may have no area. */
    public Detection clip(double width, double height) {
        return new Detection(
                box.clip(width, height), label, score, outline.flatMap(o -> o.clip(width, height)));
    }
}
