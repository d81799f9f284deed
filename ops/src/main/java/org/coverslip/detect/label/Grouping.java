package org.coverslip.detect.label;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.coverslip.RefusedException;

/**
 * Which images belong together, such as those of one patient, and must not be parted between
 * training and validation.
 */
public final class Grouping {

    /** Every image stands for itself. */
    public static final Grouping NONE = new Grouping(name -> name);

    private final UnaryOperator<String> group;

    private Grouping(UnaryOperator<String> group) {
        this.group = group;
    }

    /**
     * @param text empty: every image stands for itself; {@code folder}: images of one folder belong
     *     together; else a regular expression: images in whose names it finds the same text do
     * @throws RefusedException if it is no regular expression
     */
    public static Grouping parse(String text) {
        if (text == null || text.isBlank()) return NONE;
        if (text.strip().equals("folder")) {
            return new Grouping(name -> name.substring(0, name.lastIndexOf('/') + 1));
        }
        try {
            Pattern pattern = Pattern.compile(text.strip());
            return new Grouping(name -> found(pattern, name));
        } catch (PatternSyntaxException e) {
            throw new RefusedException(
                    "group=" + text,
                    "this is no regular expression (" + e.getDescription() + ")",
                    "write folder, or one such as P[0-9]+",
                    e);
        }
    }

    private static String found(Pattern pattern, String name) {
        Matcher matcher = pattern.matcher(name);
        if (matcher.find()) return matcher.group();
        throw new RefusedException(
                "group=" + pattern,
                "it finds nothing in the name " + name,
                "write a pattern that fits the name of every image");
    }

    /**
     * @param image name below the images' folder
     * @throws RefusedException if the pattern finds nothing in it
     */
    public String of(String image) {
        return group.apply(image);
    }
}
