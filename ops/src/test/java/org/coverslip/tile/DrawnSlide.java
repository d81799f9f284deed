package org.coverslip.tile;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.Optional;
import java.util.Random;
import net.imglib2.img.array.ArrayImgs;
import org.coverslip.slide.PixelSize;

/** A slide as seen at 8 um per pixel (level-0 pixels of 0.5 um), drawn by a test. */
final class DrawnSlide {

    static final Color GLASS = new Color(243, 241, 240);
    static final Color EOSIN = new Color(220, 140, 185);
    static final Color PALE = new Color(236, 208, 222);

    private final BufferedImage picture;
    private final Graphics2D pen;

    DrawnSlide(int side, Color ground) {
        picture = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        pen = picture.createGraphics();
        pen.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        pen.setColor(ground);
        pen.fillRect(0, 0, side, side);
    }

    static Shape disc(double x, double y, double radius) {
        return new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius);
    }

    DrawnSlide fill(Shape shape, Color colour) {
        pen.setColor(colour);
        pen.fill(shape);
        return this;
    }

    DrawnSlide stroke(Shape line, int width, Color colour) {
        pen.setColor(colour);
        pen.setStroke(new BasicStroke(width));
        pen.draw(line);
        return this;
    }

    /** With noise, and light that falls to three quarters in the corners. */
    Overview seen(boolean calibrated) {
        int n = picture.getWidth();
        byte[] bytes = new byte[3 * n * n];
        Random random = new Random(1);
        for (int y = 0, i = 0; y < n; y++) {
            for (int x = 0; x < n; x++, i++) {
                double r = Math.hypot(x - n / 2.0, y - n / 2.0) / (n * 0.71);
                for (int c = 0; c < 3; c++) {
                    int value = picture.getRGB(x, y) >> (16 - 8 * c) & 0xff;
                    double seen = value * (1 - r * r / 4) + 2 * random.nextGaussian();
                    bytes[c * n * n + i] = (byte) Math.max(0, Math.min(255, Math.round(seen)));
                }
            }
        }
        Optional<PixelSize> size =
                calibrated ? Optional.of(new PixelSize(0.5, 0.5)) : Optional.empty();
        return Overview.of(ArrayImgs.unsignedBytes(bytes, n, n, 3), 1, true, 16, size);
    }
}
