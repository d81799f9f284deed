package org.coverslip.tile;

import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.report.Numbers;
import org.coverslip.slide.ValueRange;

/**
 * Which stored pixel values a network should see as black and white. Networks for 8-bit pictures
 * expect 0 to 255; what those stand for in a 12-bit X-ray is a decision, so it is asked for and
 * never guessed.
 */
public sealed interface ValueMapping {

    /** 8-bit pictures as they are; others refused where the model expects a fixed range. */
    record Stored() implements ValueMapping {}

    /** The window the file brings along, or the display range of the open image. */
    record Display() implements ValueMapping {}

    /** The whole range of the stored type: 0 to 65535 for unsigned 16 bit. */
    record FullType() implements ValueMapping {}

    /** Given by the user. */
    record Given(ValueRange range) implements ValueMapping {}

    /**
     * Reads the input {@code range}: empty, {@code display}, {@code type}, or {@code min,max} in
     * stored values.
     *
     * @throws RefusedException for anything else
     */
    static ValueMapping parse(String text) {
        String value = text == null ? "" : text.strip();
        switch (value) {
            case "":
                return new Stored();
            case "display":
                return new Display();
            case "type":
                return new FullType();
            default:
                return given(value);
        }
    }

    /** As {@link #parse} reads it. */
    default String text() {
        if (this instanceof Display) return "display";
        if (this instanceof FullType) return "type";
        if (!(this instanceof Given given)) return "";
        return Numbers.text(given.range().min()) + "," + Numbers.text(given.range().max());
    }

    private static ValueMapping given(String value) {
        String[] ends = value.split(",", -1);
        try {
            if (ends.length == 2) {
                return new Given(
                        new ValueRange(Double.parseDouble(ends[0]), Double.parseDouble(ends[1])));
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new RefusedException(
                "range=" + value,
                "this is not a range",
                "write display, type, or min,max as in 0,4095");
    }

    /**
     * The stored values that become the ends of the model's range.
     *
     * @param image name for messages
     * @param display what the file says, if anything
     * @param type smallest and largest value of the stored type; empty for floating point
     * @param wanted the model's range; empty if the model takes any values
     * @return empty if values are to stay as they are
     * @throws RefusedException if the choice cannot be made for this image
     */
    default Optional<ValueRange> resolve(
            String image,
            Optional<ValueRange> display,
            Optional<ValueRange> type,
            Optional<ValueRange> wanted) {
        if (this instanceof Given given) return Optional.of(given.range());
        if (this instanceof Display) {
            if (display.isPresent()) return display;
            throw new RefusedException(
                    image, "it brings no display range along", "give range=min,max");
        }
        if (this instanceof FullType) {
            if (type.isPresent()) return type;
            throw new RefusedException(
                    image, "floating point pixels have no full range", "give range=min,max");
        }
        if (wanted.isEmpty() || type.equals(wanted)) return Optional.empty();
        throw new RefusedException(
                image,
                "its pixels are not 8 bit and the model expects values from "
                        + Numbers.text(wanted.get().min())
                        + " to "
                        + Numbers.text(wanted.get().max()),
                "say which values are black and white: range=display, range=type or range=min,max");
    }
}
