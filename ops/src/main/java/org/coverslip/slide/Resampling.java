package org.coverslip.slide;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;

/** How an image is brought to another size. The kernels are described at {@code Resampler}. */
public enum Resampling {
    NEAREST,
    BILINEAR,
    AREA;

    /**
     * Reads {@code nearest}, {@code bilinear} or {@code area}.
     *
     * @throws RefusedException for anything else
     */
    public static Resampling parse(String text) {
        for (Resampling r : values()) {
            if (r.toString().equalsIgnoreCase(text.strip())) return r;
        }
        String known =
                Arrays.stream(values()).map(Resampling::toString).collect(Collectors.joining(", "));
        throw new RefusedException(
                "resize=" + text, "this kernel is not known", "use one of " + known);
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
