package org.coverslip.model;

/**
 * How long one axis of a tensor may be. Lengths are in elements.
 *
 * <p>Source: bioimage.io model specification 0.5, {@code ParameterizedSize} and {@code
 * SizeReference}, and 0.4, {@code ParameterizedInputShape} and {@code ImplicitOutputShape}.
 */
public sealed interface Size {

    /** Only this length. */
    record Fixed(int size) implements Size {
        public Fixed {
            if (size < 1) throw new IllegalArgumentException("size " + size);
        }
    }

    /** {@code min + n * step} for n = 0, 1, 2, ... */
    record Stepped(int min, int step) implements Size {
        public Stepped {
            if (min < 1 || step < 1) {
                throw new IllegalArgumentException("min " + min + ", step " + step);
            }
        }
    }

    /** Any length from 1 on, or unknown before the network has run. */
    record Any() implements Size {}

    /**
     * Depends on an axis of another tensor: {@code floor(length * scale + offset)}.
     *
     * @param tensor name of that tensor
     * @param axis its letter
     * @param scale elements here per element there
     * @param offset elements added in all; negative where a valid convolution cuts the border off
     */
    record Relative(String tensor, char axis, double scale, double offset) implements Size {}

    Size ANY = new Any();

    /** {@code min + n * step}; any length, if both are 1. */
    static Size stepped(int min, int step) {
        return min == 1 && step == 1 ? ANY : new Stepped(min, step);
    }

    /** Whether an axis may have {@code length} elements. A relative size allows every length. */
    default boolean allows(long length) {
        if (length < 1) return false;
        if (this instanceof Fixed f) return length == f.size;
        if (this instanceof Stepped s) return length >= s.min && (length - s.min) % s.step == 0;
        return true;
    }

    /** The allowed length closest to {@code length}; of two, the longer one. */
    default int nearest(long length) {
        int up = atLeast(length);
        if (this instanceof Stepped s && up > s.min && up - length > length - (up - s.step)) {
            return up - s.step;
        }
        return up;
    }

    /** The shortest allowed length that is not below {@code length}; a fixed size has only one. */
    default int atLeast(long length) {
        if (this instanceof Fixed f) return f.size;
        long wanted = Math.max(1, Math.min(length, Integer.MAX_VALUE));
        if (this instanceof Stepped s) {
            if (wanted <= s.min) return s.min;
            long n = (wanted - s.min + s.step - 1) / s.step;
            // NB: stay below 2^31 where the next allowed length would not.
            long fits = (Integer.MAX_VALUE - (long) s.min) / s.step;
            return (int) (s.min + Math.min(n, fits) * s.step);
        }
        return (int) wanted;
    }

    /** As {@code 224}, {@code 16+16n}, {@code ?} or {@code input.x*0.5-4}. */
    default String text() {
        if (this instanceof Fixed f) return Integer.toString(f.size);
        if (this instanceof Stepped s) return s.min + "+" + s.step + "n";
        if (this instanceof Relative r) {
            String scale = r.scale == 1 ? "" : "*" + r.scale;
            String offset = r.offset == 0 ? "" : (r.offset > 0 ? "+" : "") + r.offset;
            return r.tensor + "." + r.axis + scale + offset;
        }
        return "?";
    }
}
