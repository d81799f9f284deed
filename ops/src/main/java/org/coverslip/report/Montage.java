package org.coverslip.report;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A contact sheet: pictures in rows, under each one its caption, so that a whole folder can be
 * judged at a glance. Holds at most {@value #MOST} pictures; what comes later is counted in the
 * last line.
 */
public final class Montage {

    /** Pictures that are shown at most; more would not be legible on a screen. */
    public static final int MOST = 200;

    /** Longest side of a picture, pixels. */
    public static final int SIDE = 148;

    private static final int CELL = SIDE + 12;
    private static final int LINE = 15;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final Color PAPER = Color.WHITE;
    private static final Color INK = new Color(0x222222);

    private record Cell(BufferedImage picture, String title, String caption, Color mark) {}

    private final List<Cell> cells = new ArrayList<>();
    private int left;

    /**
     * Adds a picture.
     *
     * @param picture scaled down by the caller to at most {@link #SIDE}
     * @param title first line, shortened in the middle where it does not fit
     * @param caption second line
     * @param mark colour of the bar at the left of the caption, one per label
     */
    public void add(BufferedImage picture, String title, String caption, Color mark) {
        if (cells.size() < MOST) cells.add(new Cell(picture, title, caption, mark));
        else left++;
    }

    public boolean isFull() {
        return cells.size() >= MOST;
    }

    /** Draws the sheet, wider than high. */
    public BufferedImage render() {
        int columns = Math.max(1, Math.min(10, (int) Math.ceil(Math.sqrt(cells.size() * 1.6))));
        int rows = Math.max(1, (cells.size() + columns - 1) / columns);
        int rowHeight = CELL + 2 * LINE + 6;
        int footer = left > 0 ? LINE + 8 : 0;
        var sheet =
                new BufferedImage(
                        columns * CELL, rows * rowHeight + footer, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(PAPER);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(
                RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_OFF);
        g.setFont(FONT);
        for (int i = 0; i < cells.size(); i++) {
            draw(g, cells.get(i), i % columns * CELL, i / columns * rowHeight);
        }
        if (left > 0) {
            g.setColor(INK);
            g.drawString(
                    "and " + left + " more; all are in summary.csv", 8, rows * rowHeight + LINE);
        }
        g.dispose();
        return sheet;
    }

    private static void draw(Graphics2D g, Cell cell, int x, int y) {
        BufferedImage picture = cell.picture();
        g.drawImage(
                picture,
                x + (CELL - picture.getWidth()) / 2,
                y + (CELL - picture.getHeight()) / 2,
                null);
        g.setColor(cell.mark());
        g.fillRect(x + 6, y + CELL, 4, 2 * LINE);
        g.setColor(INK);
        FontMetrics metrics = g.getFontMetrics();
        int room = CELL - 20;
        g.drawString(shorten(cell.title(), metrics, room), x + 14, y + CELL + LINE - 3);
        g.drawString(shorten(cell.caption(), metrics, room), x + 14, y + CELL + 2 * LINE - 3);
    }

    /** Cuts in the middle: file names differ at their ends. */
    private static String shorten(String text, FontMetrics metrics, int room) {
        String fitting = text;
        for (int keep = text.length() - 1;
                metrics.stringWidth(fitting) > room && keep > 1;
                keep--) {
            fitting =
                    text.substring(0, keep / 3)
                            + "…"
                            + text.substring(text.length() - (keep - keep / 3));
        }
        return fitting;
    }

    /** Writes the sheet as PNG, whole or not at all. */
    public void write(Path file) {
        BufferedImage sheet = render();
        WholeFile.write(file, out -> ImageIO.write(sheet, "png", out));
    }
}
