package org.coverslip.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.coverslip.slide.PixelSize;

/**
 * A slide at screen size with a heat map laid over it, a legend and a scale bar: the picture a
 * pathologist looks at first.
 */
public final class OverlayPicture {

    /** How much of the heat map's colour covers the tissue. */
    private static final double ALPHA = 0.5;

    private static final int NOTHING = -1;
    private static final int MARGIN = 12;
    private static final int LEGEND = 46;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    private static final double[] BARS = {
        1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000
    };

    private final BufferedImage slide;
    private final double scale;
    private final Optional<PixelSize> pixelSize;

    /**
     * @param slide the whole image, small
     * @param scale pixels of the full image per pixel of {@code slide}
     * @param pixelSize of the full image; without it there is no scale bar
     */
    public OverlayPicture(BufferedImage slide, double scale, Optional<PixelSize> pixelSize) {
        this.slide = slide;
        this.scale = scale;
        this.pixelSize = pixelSize;
    }

    /**
     * Draws the map of one class.
     *
     * @param map values 0 to 1; NaN leaves the slide as it is
     * @param plane which class
     * @param title for the legend: what the colours stand for
     */
    public BufferedImage probability(FloatMap map, int plane, String title) {
        return render(
                (x, y) -> {
                    float value = map.at(plane, x, y);
                    return Float.isNaN(value) ? NOTHING : HeatColours.rgb(value);
                },
                g -> ramp(g, title, "1", slide.getHeight()));
    }

    /**
     * Draws numbers of any unit.
     *
     * @param map 0 or more; NaN leaves the slide as it is
     * @param plane which class
     * @param top what has the last colour; larger numbers have it too
     * @param title for the legend: what the numbers are
     */
    public BufferedImage values(FloatMap map, int plane, double top, String title) {
        return render(
                (x, y) -> {
                    float value = map.at(plane, x, y);
                    return Float.isNaN(value) ? NOTHING : HeatColours.rgb(value / top);
                },
                g -> ramp(g, title, Numbers.text(top), slide.getHeight()));
    }

    /**
     * Draws the most probable of several classes everywhere, each in its {@link LabelColours}
     * colour.
     */
    public BufferedImage classes(FloatMap map, List<String> labels) {
        return render(
                (x, y) -> {
                    int best = 0;
                    for (int c = 1; c < labels.size(); c++) {
                        if (map.at(c, x, y) > map.at(best, x, y)) best = c;
                    }
                    boolean known = !Float.isNaN(map.at(best, x, y));
                    return known ? LabelColours.of(best).getRGB() & 0xffffff : NOTHING;
                },
                g -> names(g, labels, slide.getHeight()));
    }

    /** Colour at a position of the full image, or {@link #NOTHING}. */
    private interface Colours {
        int at(double x, double y);
    }

    private BufferedImage render(Colours colours, Consumer<Graphics2D> legend) {
        int width = Math.max(slide.getWidth(), 260);
        var picture =
                new BufferedImage(width, slide.getHeight() + LEGEND, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, picture.getHeight());
        g.drawImage(slide, 0, 0, null);
        tint(picture, colours);
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(FONT);
        legend.accept(g);
        pixelSize.ifPresent(size -> bar(g, size.x() * scale));
        g.dispose();
        return picture;
    }

    private void tint(BufferedImage picture, Colours colours) {
        for (int y = 0; y < slide.getHeight(); y++) {
            for (int x = 0; x < slide.getWidth(); x++) {
                int colour = colours.at((x + 0.5) * scale, (y + 0.5) * scale);
                if (colour == NOTHING) continue;
                picture.setRGB(x, y, HeatColours.mix(slide.getRGB(x, y) & 0xffffff, colour, ALPHA));
            }
        }
    }

    private static void names(Graphics2D g, List<String> labels, int top) {
        int x = MARGIN;
        for (int c = 0; c < labels.size(); c++) {
            g.setColor(LabelColours.of(c));
            g.fillRect(x, top + 14, 16, 16);
            g.setColor(Color.BLACK);
            g.drawString(labels.get(c), x + 22, top + 27);
            x += 22 + g.getFontMetrics().stringWidth(labels.get(c)) + 20;
        }
    }

    /**
     * A colour ramp below the slide; its colours are mixed with white tissue as on the slide
     * itself.
     */
    private static void ramp(Graphics2D g, String title, String last, int top) {
        int length = 160;
        for (int i = 0; i < length; i++) {
            g.setColor(new Color(HeatColours.rgb(i / (length - 1.0))));
            g.fillRect(MARGIN + i, top + 6, 1, 12);
        }
        g.setColor(Color.BLACK);
        g.drawString("0", MARGIN, top + 33);
        int end = MARGIN + length - g.getFontMetrics().stringWidth(last);
        g.drawString(last, end, top + 33);
        g.drawString(title, MARGIN + length + 12, top + 17);
    }

    private void bar(Graphics2D g, double micrometresPerPixel) {
        double most = slide.getWidth() / 5.0 * micrometresPerPixel;
        double length = BARS[0];
        for (double bar : BARS) if (bar <= most) length = bar;
        int pixels = (int) Math.round(length / micrometresPerPixel);
        String text =
                length >= 1000 ? Numbers.text(length / 1000) + " mm" : Numbers.text(length) + " µm";
        int x = slide.getWidth() - MARGIN - pixels;
        int y = slide.getHeight() - MARGIN;
        int tall = g.getFontMetrics().getHeight();
        g.setColor(new Color(255, 255, 255, 200));
        g.fillRect(x - 6, y - tall - 6, pixels + 12, tall + 12);
        g.setColor(Color.BLACK);
        g.setStroke(new BasicStroke(3));
        g.drawLine(x, y, x + pixels, y);
        g.drawString(text, x + (pixels - g.getFontMetrics().stringWidth(text)) / 2, y - 6);
    }
}
