package org.coverslip.words.project;

import java.util.Locale;
import org.coverslip.RefusedException;

/** What is done to the features of a patch before they are compared. */
public enum Scale {
    /** Nothing. */
    NONE,
    /** Each patch is brought to length 1. */
    LENGTH,
    /** Each feature is brought to mean 0 and deviation 1 over all patches. */
    STANDARD;

    /**
     * @throws RefusedException if the word is not one of none, length, standard
     */
    public static Scale parse(String text) {
        for (Scale scale : values()) if (scale.toString().equals(text.strip())) return scale;
        throw new RefusedException(
                "scale=" + text, "this is not a choice", "use none, length or standard");
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
