package org.coverslip.detect;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
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
        var picture =
                new BufferedImage(width, image.getHeight() + LEGEND, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        g.drawImage(image, 0, 0, null);
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setClip(0, 0, image.getWidth(), image.getHeight());
        for (Detection d : found) object(g, d, scale, scores && found.size() <= LEGIBLE);
        g.setClip(null);
        legend(g, found, labels, image.getHeight());
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

    private static void legend(Graphics2D g, List<Detection> found, List<String> labels, int top) {
        g.setFont(FONT);
        int x = MARGIN;
        for (int label = 0; label < labels.size(); label++) {
            int wanted = label;
            long count = found.stream().filter(d -> d.label() == wanted).count();
            if (count == 0 && labels.size() > 6) continue;
            g.setColor(LabelColours.of(label));
            g.fillRect(x, top + 10, 14, 14);
            String text = labels.get(label) + " " + count;
            g.setColor(Color.BLACK);
            g.drawString(text, x + 20, top + 22);
            x += 20 + g.getFontMetrics().stringWidth(text) + 20;
        }
    }
}
