package org.coverslip.words.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.coverslip.report.LabelColours;
import org.coverslip.words.codebook.Codebook;

/** What each slide consists of: a bar per slide, divided among the words, one above the other. */
public final class HistogramPicture {

    /** Bars that are drawn at most. */
    public static final int MOST = 100;

    private static final int LINE = 24;
    private static final int NAME = 200;
    private static final int BAR = 800;
    private static final Color INK = new Color(0x222222);

    private HistogramPicture() {}

    /**
     * @param names of the slides
     * @param frequencies [slide][word], adding up to 1
     */
    public static BufferedImage render(List<String> names, double[][] frequencies) {
        int shown = Math.min(MOST, names.size());
        int words = frequencies[0].length;
        int perLine = Math.max(1, (NAME + BAR) / 90);
        int legend = ((words + perLine - 1) / perLine) * LINE + 12;
        var picture =
                new BufferedImage(
                        NAME + BAR + 20, legend + shown * LINE + 16, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
        for (int w = 0; w < words; w++) {
            int x = 10 + w % perLine * 90;
            int y = 8 + w / perLine * LINE;
            g.setColor(LabelColours.of(w));
            g.fillRect(x, y, 15, 15);
            g.setColor(INK);
            g.drawString(Codebook.name(w), x + 20, y + 13);
        }
        for (int s = 0; s < shown; s++) bar(g, names.get(s), frequencies[s], legend + s * LINE);
        g.dispose();
        return picture;
    }

    private static void bar(Graphics2D g, String name, double[] parts, int y) {
        g.setColor(INK);
        String shown = name.length() > 28 ? "…" + name.substring(name.length() - 27) : name;
        g.drawString(shown, 10, y + 15);
        double from = 0;
        for (int w = 0; w < parts.length; w++) {
            int a = NAME + (int) Math.round(from * BAR);
            from += parts[w];
            int b = NAME + (int) Math.round(from * BAR);
            Color colour = LabelColours.of(w);
            g.setColor(colour);
            g.fillRect(a, y, b - a, LINE - 5);
            if (b - a < 34) continue;
            boolean dark = colour.getRed() + colour.getGreen() + colour.getBlue() < 330;
            g.setColor(dark ? Color.WHITE : Color.BLACK);
            g.drawString(String.format(Locale.ROOT, "%.0f%%", parts[w] * 100), a + 4, y + 14);
        }
    }
}
