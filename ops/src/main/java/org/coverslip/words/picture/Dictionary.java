package org.coverslip.words.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/**
 * The words as pictures, a row for each: at the left the patches nearest to its centre, which show
 * what it means, at the right some drawn at random, which show how far that holds.
 */
public final class Dictionary {

    /** Longest side of a patch's picture. */
    public static final int SIDE = 96;

    private static final int GAP = 4;
    private static final int NAME = 150;
    private static final int BETWEEN = 28;
    private static final int TOP = 30;
    private static final Color INK = new Color(0x222222);

    private final List<Row> rows = new ArrayList<>();
    private final String left;
    private final String right;

    /**
     * @param left heading of the first pictures
     * @param right heading of the second ones
     */
    public Dictionary(String left, String right) {
        this.left = left;
        this.right = right;
    }

    private record Row(
            String name,
            List<String> facts,
            Color colour,
            List<BufferedImage> first,
            List<BufferedImage> second) {}

    /**
     * @param facts lines below the name
     */
    public void add(
            String name,
            List<String> facts,
            Color colour,
            List<BufferedImage> first,
            List<BufferedImage> second) {
        rows.add(new Row(name, facts, colour, first, second));
    }

    public BufferedImage render() {
        int a = rows.stream().mapToInt(r -> r.first().size()).max().orElse(1);
        int b = rows.stream().mapToInt(r -> r.second().size()).max().orElse(0);
        int cell = SIDE + GAP;
        int second = NAME + a * cell + BETWEEN;
        var picture =
                new BufferedImage(
                        second + Math.max(1, b) * cell + GAP,
                        TOP + Math.max(1, rows.size()) * cell + GAP,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        g.setColor(INK);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        g.drawString(left, NAME, 19);
        g.drawString(right, second, 19);
        for (int i = 0; i < rows.size(); i++) draw(g, rows.get(i), TOP + i * cell, second);
        g.dispose();
        return picture;
    }

    private static void draw(Graphics2D g, Row row, int y, int second) {
        g.setColor(row.colour());
        g.fillRect(8, y, 10, SIDE);
        g.setColor(INK);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
        g.drawString(row.name(), 26, y + 22);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        for (int i = 0; i < row.facts().size(); i++)
            g.drawString(row.facts().get(i), 26, y + 40 + 16 * i);
        draw(g, row.first(), NAME, y);
        draw(g, row.second(), second, y);
    }

    private static void draw(Graphics2D g, List<BufferedImage> pictures, int x, int y) {
        for (int i = 0; i < pictures.size(); i++)
            g.drawImage(pictures.get(i), x + i * (SIDE + GAP), y, SIDE, SIDE, null);
    }
}
