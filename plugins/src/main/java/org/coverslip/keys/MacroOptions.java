package org.coverslip.keys;

import java.util.LinkedHashMap;
import java.util.Map;
import org.coverslip.RefusedException;

/**
 * The second argument of {@code run("Coverslip ...", "key=value key=[value with blanks]")} as
 * ImageJ's recorder writes it. A bare word stands for {@code word=true}, as plain ImageJ's dialogs
 * record their checkboxes.
 */
public final class MacroOptions {

    private MacroOptions() {}

    /**
     * @param options may be null or blank: no values
     * @throws RefusedException if a bracket is not closed or a key is given twice
     */
    public static Map<String, String> parse(String options) {
        Map<String, String> values = new LinkedHashMap<>();
        String rest = options == null ? "" : options.strip();
        while (!rest.isEmpty()) {
            int end = endOfKey(rest);
            String key = rest.substring(0, end);
            String value = "true";
            rest = rest.substring(end);
            if (rest.startsWith("=[")) {
                int close = closing(rest);
                if (close < 0) {
                    throw new RefusedException(
                            key + rest, "the bracket is not closed", "write " + key + "=[...]");
                }
                value = rest.substring(2, close);
                rest = rest.substring(close + 1);
            } else if (rest.startsWith("=")) {
                int blank = rest.indexOf(' ');
                value = blank < 0 ? rest.substring(1) : rest.substring(1, blank);
                rest = blank < 0 ? "" : rest.substring(blank);
            }
            if (values.put(key, value) != null) {
                throw new RefusedException(key, "this key is given twice", "give it once");
            }
            rest = rest.strip();
        }
        return values;
    }

    private static int endOfKey(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) != ' ' && text.charAt(i) != '=') i++;
        return i;
    }

    /**
     * The bracket that closes the one after the equals sign; paths may hold pairs of brackets
     * themselves.
     */
    private static int closing(String text) {
        int depth = 0;
        for (int i = 1; i < text.length(); i++) {
            if (text.charAt(i) == '[') depth++;
            if (text.charAt(i) == ']' && --depth == 0) return i;
        }
        return -1;
    }
}
