package org.coverslip.plugins;

import ij.IJ;
import java.awt.GraphicsEnvironment;

/**
 * Sentences for ImageJ's message windows.
 *
 * <p>NB: those break no lines, in Fiji neither: a long sentence makes one that is wider than the
 * screen, with its button somewhere outside.
 */
public final class MessageLines {

    private static final int COLUMNS = 100;

    private MessageLines() {}

    /** The sentence in lines where it will stand in a window; else as it is. */
    public static String of(String sentence) {
        boolean window = !GraphicsEnvironment.isHeadless() && IJ.getInstance() != null;
        return window ? broken(sentence) : sentence;
    }

    /** Takes the place of a blank where a line would be too long; a long word is not cut. */
    static String broken(String sentence) {
        StringBuilder lines = new StringBuilder(sentence);
        int start = 0;
        while (lines.length() - start > COLUMNS) {
            int blank = lines.lastIndexOf(" ", start + COLUMNS);
            if (blank <= start) blank = lines.indexOf(" ", start + COLUMNS);
            if (blank < 0) break;
            lines.setCharAt(blank, '\n');
            start = blank + 1;
        }
        return lines.toString();
    }

    /** The sentence again, for a log or a file. */
    public static String joined(String lines) {
        return lines.replace('\n', ' ');
    }
}
