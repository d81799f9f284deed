package org.coverslip.segment.objects;

import java.util.Locale;
import org.coverslip.RefusedException;

/**
 * How pixels become objects. Areas are in um2, or in pixels where the pixel size is unknown.
 *
 * @param method how
 * @param smallest objects of a smaller area are left out
 * @param largest objects of a larger area are left out; 0: none
 * @param holes holes up to this area are filled
 */
public record ObjectOptions(Method method, double smallest, double largest, double holes) {

    /** The ways to make objects. */
    public enum Method {
        /** As the model's decoder says; none where it gives classes of pixels only. */
        AUTO,
        /** Pixels only. */
        NONE,
        /** Connected pixels of one class. */
        COMPONENTS,
        /** The same, cut where they narrow: watershed of the distance to the border. */
        WATERSHED;

        /**
         * @throws RefusedException if the word is none of these
         */
        public static Method parse(String text) {
            for (Method m : values()) if (m.toString().equals(text.strip())) return m;
            throw new RefusedException(
                    "objects=" + text,
                    "this is not a choice",
                    "use auto, none, components or watershed");
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public static final ObjectOptions DEFAULT = new ObjectOptions(Method.AUTO, 0, 0, 0);

    public ObjectOptions {
        boolean areas = smallest >= 0 && largest >= 0 && holes >= 0;
        if (!areas || (largest > 0 && largest < smallest)) {
            throw new RefusedException(
                    "smallest=" + smallest + " largest=" + largest + " holes=" + holes,
                    "these areas leave nothing",
                    "give areas of 0 or more, the largest 0 or above the smallest");
        }
    }
}
