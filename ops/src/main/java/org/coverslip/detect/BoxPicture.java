package org.coverslip.detect;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.coverslip.report.LabelColours;

/** Boxes drawn on a small picture of the image, with a legend that counts them. */
public final class BoxPicture {

    /** More scores than these would hide what they stand beside. */
    private static final int LEGIBLE = 60;

    /** Boxes smaller than this on the picture are drawn as dots, in pixels. */
    private static final double DOT = 5;

    private static final int LEGEND = 34;
    private static final int LINE = 22;
    private static final int MARGIN = 12;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final Font SMALL = new Font(Font.SANS_SERIF, Font.BOLD, 11);

    private BoxPicture() {}

    /**
     * @param image scaled down; is not changed
     * @param scale pixels of the full image per pixel of {@code image}
     * @param found in pixels of the full image
     * @param scores whether they stand beside the boxes, where there are not too many
     */
    public static BufferedImage draw(
            BufferedImage image,
            double scale,
            List<Detection> found,
            List<String> labels,
            boolean scores) {
        int width = Math.max(image.getWidth(), 320);
        List<Entry> legend = legend(found, labels, width);
        int lines = legend.isEmpty() ? 1 : legend.get(legend.size() - 1).line + 1;
        var picture =
                new BufferedImage(
                        width,
                        image.getHeight() + LEGEND + (lines - 1) * LINE,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        g.drawImage(image, 0, 0, null);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setClip(0, 0, image.getWidth(), image.getHeight());
        for (Detection d : found) object(g, d, scale, scores && found.size() <= LEGIBLE);
        g.setClip(null);
        for (Entry entry : legend) draw(g, entry, image.getHeight());
        g.dispose();
        return picture;
    }

    private static void object(Graphics2D g, Detection found, double scale, boolean score) {
        Box b = found.box().map(1 / scale, 1 / scale, 0, 0);
        g.setColor(LabelColours.of(found.label()));
        if (Math.max(b.width(), b.height()) < DOT) {
            g.fill(new Rectangle2D.Double(b.centreX() - 1.5, b.centreY() - 1.5, 3, 3));
            return;
        }
        g.setStroke(new BasicStroke(Math.min(b.width(), b.height()) < 16 ? 1.2f : 2f));
        if (found.outline().isPresent()) g.draw(path(found.outline().get(), scale));
        else g.draw(new Rectangle2D.Double(b.x0(), b.y0(), b.width(), b.height()));
        if (!score) return;
        String text = String.format(Locale.ROOT, "%.2f", found.score());
        g.setFont(SMALL);
        float y = (float) (b.y0() > 14 ? b.y0() - 3 : b.y1() + 12);
        // NB: white under the colour, or the number is lost on stained tissue.
        Color colour = g.getColor();
        g.setColor(new Color(255, 255, 255, 190));
        g.fill(
                new Rectangle2D.Double(
                        b.x0() - 1, y - 10, g.getFontMetrics().stringWidth(text) + 2, 12));
        g.setColor(colour.darker());
        g.drawString(text, (float) b.x0(), y);
    }

    private static Path2D path(Outline outline, double scale) {
        Path2D.Double path = new Path2D.Double();
        for (int i = 0; i < outline.size(); i++) {
            double x = outline.x()[i] / scale;
            double y = outline.y()[i] / scale;
            if (i == 0) path.moveTo(x, y);
            else path.lineTo(x, y);
        }
        path.closePath();
        return path;
    }

    private record Entry(int label, String text, int x, int line) {}

    /** Where each class and its count stand: as many in a line as fit. */
    private static List<Entry> legend(List<Detection> found, List<String> labels, int width) {
        Graphics2D g = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        var metrics = g.getFontMetrics(FONT);
        List<Entry> entries = new ArrayList<>();
        int x = MARGIN;
        int line = 0;
        for (int label = 0; label < labels.size(); label++) {
            int wanted = label;
            long count = found.stream().filter(d -> d.label() == wanted).count();
            if (count == 0 && labels.size() > 6) continue;
            String text = labels.get(label) + " " + count;
            int needed = 20 + metrics.stringWidth(text);
            if (x > MARGIN && x + needed > width) {
                x = MARGIN;
                line++;
            }
            entries.add(new Entry(label, text, x, line));
            x += needed + 20;
        }
        g.dispose();
        return entries;
    }

    private static void draw(Graphics2D g, Entry entry, int top) {
        int y = top + entry.line * LINE;
        g.setColor(LabelColours.of(entry.label));
        g.fillRect(entry.x, y + 10, 14, 14);
        g.setFont(FONT);
        g.setColor(Color.BLACK);
        g.drawString(entry.text, entry.x + 20, y + 22);
    }
}
