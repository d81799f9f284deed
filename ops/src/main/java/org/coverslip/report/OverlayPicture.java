package org.coverslip.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coverslip.slide.PixelSize;

/**
 * A slide at screen size with a heat map laid over it, a legend and a scale bar: the picture a
 * pathologist looks at first.
 */
public final class OverlayPicture {

    /** How much of the heat map's colour covers the tissue. */
    private static final double ALPHA = 0.5;

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
    public BufferedImage render(FloatMap map, int plane, String title) {
        int width = Math.max(slide.getWidth(), 260);
        var picture =
                new BufferedImage(width, slide.getHeight() + LEGEND, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, picture.getHeight());
        g.drawImage(slide, 0, 0, null);
        tint(picture, map, plane);
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(FONT);
        legend(g, title, slide.getHeight());
        pixelSize.ifPresent(size -> bar(g, size.x() * scale));
        g.dispose();
        return picture;
    }

    private void tint(BufferedImage picture, FloatMap map, int plane) {
        for (int y = 0; y < slide.getHeight(); y++) {
            for (int x = 0; x < slide.getWidth(); x++) {
                float value = map.at(plane, (x + 0.5) * scale, (y + 0.5) * scale);
                if (Float.isNaN(value)) continue;
                picture.setRGB(
                        x,
                        y,
                        HeatColours.mix(
                                slide.getRGB(x, y) & 0xffffff, HeatColours.rgb(value), ALPHA));
            }
        }
    }

    /**
     * A colour ramp below the slide; its colours are mixed with white tissue as on the slide
     * itself.
     */
    private static void legend(Graphics2D g, String title, int top) {
        int ramp = 160;
        for (int i = 0; i < ramp; i++) {
            g.setColor(new Color(HeatColours.rgb(i / (ramp - 1.0))));
            g.fillRect(MARGIN + i, top + 6, 1, 12);
        }
        g.setColor(Color.BLACK);
        g.drawString("0", MARGIN, top + 33);
        g.drawString("1", MARGIN + ramp - 8, top + 33);
        int room = g.getFontMetrics().stringWidth("0   ");
        g.drawString(title, MARGIN + room, top + 33);
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

    /** Draws and writes it as PNG, whole or not at all. */
    public void write(Path file, FloatMap map, int plane, String title) {
        BufferedImage picture = render(map, plane, title);
        WholeFile.write(file, out -> ImageIO.write(picture, "png", out));
    }
}
