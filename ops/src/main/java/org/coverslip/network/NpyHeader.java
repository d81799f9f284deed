package org.coverslip.network;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Python dictionary at the start of a {@code .npy} file, matched as text and never evaluated.
 *
 * @param descr type code, such as {@code <f4}
 * @param fortran whether the first axis varies fastest
 * @param shape extent per axis; empty for a single number
 * @param bytes from the start of the file to the first value
 */
record NpyHeader(String descr, boolean fortran, long[] shape, long bytes) {

    private static final int MOST_AXES = 64;

    private static final Pattern DICT =
            Pattern.compile("\\s*\\{(?<body>[^{}]*)\\}\\s*", Pattern.DOTALL);
    private static final Pattern DESCR =
            Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([^'\"]{1,16})['\"]");
    private static final Pattern ORDER =
            Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
    private static final Pattern SHAPE =
            Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    /** {@code null} if the text is not such a dictionary. */
    static NpyHeader parse(String text, long bytes) {
        Matcher dict = DICT.matcher(text);
        if (!dict.matches()) return null;
        String body = dict.group("body");
        Matcher order = ORDER.matcher(body);
        Matcher shape = SHAPE.matcher(body);
        if (!order.find() || !shape.find()) return null;
        Matcher descr = DESCR.matcher(body);
        // NB: structured types have a list here.
        String type = descr.find() ? descr.group(1) : "structured";
        try {
            long[] sizes =
                    Arrays.stream(shape.group(1).replace("L", "").split(","))
                            .map(String::strip)
                            .filter(s -> !s.isEmpty())
                            .mapToLong(Long::parseLong)
                            .toArray();
            if (sizes.length > MOST_AXES) return null;
            return new NpyHeader(type, order.group(1).equals("True"), sizes, bytes);
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
