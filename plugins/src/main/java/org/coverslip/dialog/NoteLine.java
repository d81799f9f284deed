package org.coverslip.dialog;

import java.awt.Canvas;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.util.ArrayList;
import java.util.List;

/**
 * A sentence in small type, wrapped to a fixed space, so that a dialog keeps its size while its
 * sentences change. What does not fit ends in an ellipsis.
 */
final class NoteLine extends Canvas {

    private static final long serialVersionUID = 1L;

    private static final Color FAULT = new Color(176, 0, 32);
    private static final Color FACT = new Color(80, 80, 80);

    private final int width;
    private final int rows;
    private Note note = Note.NONE;

    /**
     * @param width pixels
     * @param rows lines of text
     */
    NoteLine(int width, int rows, Font font) {
        this.width = width;
        this.rows = rows;
        setFont(font);
    }

    void show(Note next) {
        if (next.equals(note)) return;
        note = next;
        // NB: a canvas says nothing to a screen reader by itself.
        getAccessibleContext().setAccessibleName(note.text());
        repaint();
    }

    @Override
    public Dimension getPreferredSize() {
        return new Dimension(width, rows * getFontMetrics(getFont()).getHeight() + 2);
    }

    @Override
    public Dimension getMinimumSize() {
        return getPreferredSize();
    }

    @Override
    public void paint(Graphics g) {
        if (g instanceof Graphics2D g2) {
            g2.setRenderingHint(
                    RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        }
        g.setFont(getFont());
        g.setColor(note.fault() ? FAULT : FACT);
        FontMetrics metrics = g.getFontMetrics();
        int y = metrics.getAscent() + 1;
        for (String line : wrapped(note.text(), metrics)) {
            g.drawString(line, 0, y);
            y += metrics.getHeight();
        }
    }

    private List<String> wrapped(String text, FontMetrics metrics) {
        List<String> lines = new ArrayList<>();
        String rest = text.strip();
        while (!rest.isEmpty() && lines.size() < rows) {
            boolean last = lines.size() == rows - 1;
            int end = fitting(rest, metrics, "");
            if (end < rest.length() && last) {
                lines.add(rest.substring(0, fitting(rest, metrics, "…")) + "…");
                break;
            }
            int blank = end < rest.length() ? rest.lastIndexOf(' ', end) : end;
            int cut = blank > end / 2 ? blank : end;
            lines.add(rest.substring(0, cut));
            rest = rest.substring(cut).strip();
        }
        return lines;
    }

    private int fitting(String text, FontMetrics metrics, String tail) {
        int end = text.length();
        while (end > 1 && metrics.stringWidth(text.substring(0, end) + tail) > width) end--;
        return end;
    }
}
