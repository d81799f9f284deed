package org.coverslip.explain;

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
import org.coverslip.report.WholeFile;

/**
 * A sheet of explanations: each one the picture, its heat and both together, with a title and a
 * line below. At most {@value #MOST}; further ones are counted in the last line.
 */
final class Gallery {

    /** More would not be legible, and every one holds three pictures. */
    static final int MOST = 60;

    /** Longest side of a picture, pixels. */
    static final int SIDE = 200;

    private static final int GAP = 6;
    private static final int LINE = 17;
    private static final int CELL_WIDTH = 3 * SIDE + 4 * GAP + 16;
    private static final int TEXT = 2 * LINE + 3 * GAP;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Color INK = new Color(0x222222);

    private record Entry(BufferedImage picture, String title, String line) {}

    private final HeatLook look;
    private final String heading;
    private final List<Entry> entries = new ArrayList<>();
    private int left;

    /**
     * @param heading what the sheet shows: model, method, layer
     */
    Gallery(HeatLook look, String heading) {
        this.look = look;
        this.heading = heading;
    }

    boolean isFull() {
        return entries.size() >= MOST;
    }

    /** Counts one that is not drawn. */
    void skip() {
        left++;
    }

    /**
     * @param picture at most {@link #SIDE} pixels on its longer side
     * @param heat 0 to 1
     */
    void add(
            BufferedImage picture,
            org.coverslip.explain.method.RawHeat heat,
            String title,
            String line) {
        if (isFull()) {
            skip();
            return;
        }
        int w = picture.getWidth();
        int h = picture.getHeight();
        BufferedImage row = new BufferedImage(3 * w + 2 * GAP, h, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = row.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, row.getWidth(), h);
        g.drawImage(picture, 0, 0, null);
        g.drawImage(look.alone(heat, w, h), w + GAP, 0, null);
        g.drawImage(look.over(picture, heat), 2 * (w + GAP), 0, null);
        g.dispose();
        entries.add(new Entry(row, title, line));
    }

    /** Two explanations side by side, as many rows as needed. */
    BufferedImage render() {
        int columns = entries.size() > 3 ? 2 : 1;
        int rows = Math.max(1, (entries.size() + columns - 1) / columns);
        int head = LINE + 2 * GAP;
        int foot = left > 0 ? LINE + GAP : 0;
        int[] tops = new int[rows + 1];
        tops[0] = head;
        for (int row = 0; row < rows; row++) tops[row + 1] = tops[row] + height(row, columns);
        BufferedImage sheet =
                new BufferedImage(
                        columns * CELL_WIDTH, tops[rows] + foot, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(FONT);
        g.setColor(INK);
        int room = sheet.getWidth() - 4 * GAP;
        g.drawString(fitting(heading, g.getFontMetrics(), room), 2 * GAP, LINE);
        for (int i = 0; i < entries.size(); i++) {
            Entry e = entries.get(i);
            int x = i % columns * CELL_WIDTH + 2 * GAP;
            int y = tops[i / columns];
            g.drawImage(e.picture(), x, y, null);
            int text = y + e.picture().getHeight() + LINE - 2;
            g.drawString(fitting(e.title(), g.getFontMetrics(), CELL_WIDTH - 4 * GAP), x, text);
            g.drawString(
                    fitting(e.line(), g.getFontMetrics(), CELL_WIDTH - 4 * GAP), x, text + LINE);
        }
        if (left > 0) {
            String more = "and " + left + " more; all are in explanations.csv";
            g.drawString(more, 2 * GAP, sheet.getHeight() - GAP);
        }
        g.dispose();
        return sheet;
    }

    /** A row is as high as its highest picture. */
    private int height(int row, int columns) {
        int highest = 0;
        for (int i = row * columns; i < Math.min(entries.size(), (row + 1) * columns); i++) {
            highest = Math.max(highest, entries.get(i).picture().getHeight());
        }
        return highest + TEXT;
    }

    private static String fitting(String text, FontMetrics metrics, int room) {
        String shown = text;
        for (int keep = text.length() - 1; metrics.stringWidth(shown) > room && keep > 0; keep--) {
            shown = text.substring(0, keep) + "…";
        }
        return shown;
    }

    /** Writes the sheet as PNG, whole or not at all; nothing where there is nothing to show. */
    void write(Path file) {
        if (entries.isEmpty()) return;
        BufferedImage sheet = render();
        WholeFile.write(file, out -> ImageIO.write(sheet, "png", out));
    }
}
