package org.coverslip.train.data;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.coverslip.RefusedException;

/**
 * Which patient or slide a picture is of: the column of a table, or a part of the file's name.
 *
 * @param text as the user gave it: a column, or a pattern with brackets around what tells the
 *     patient, such as {@code (person\d+)_}; empty: a column named {@code group} if there is one,
 *     else every picture (of slides: every slide) stands for itself
 */
public record Grouping(String text) {

    public Grouping {
        text = text == null ? "" : text.strip();
    }

    /** The pattern, where it is one. */
    Optional<Pattern> pattern() {
        if (!text.contains("(")) return Optional.empty();
        try {
            Pattern pattern = Pattern.compile(text);
            if (pattern.matcher("").groupCount() >= 1) return Optional.of(pattern);
        } catch (PatternSyntaxException e) {
            throw bad(e);
        }
        throw bad(null);
    }

    private RefusedException bad(Exception cause) {
        return new RefusedException(
                "group=" + text,
                "this is not a pattern that finds something",
                "put brackets around what tells the patient, as in (person\\d+)_",
                cause);
    }

    /**
     * @param name of a picture
     * @throws RefusedException if there is a pattern and the name has nothing like it
     */
    String of(String name) {
        Optional<Pattern> pattern = pattern();
        if (pattern.isEmpty()) {
            if (text.isEmpty()) return name;
            throw new RefusedException(
                    "group=" + text,
                    "there is no table with such a column",
                    "give a pattern with brackets, as in (person\\d+)_, or labels=<table>");
        }
        Matcher matcher = pattern.get().matcher(name);
        if (matcher.find() && matcher.group(1) != null) return matcher.group(1);
        throw new RefusedException(
                name, "nothing in its name fits group=" + text, "change the pattern or the name");
    }
}
