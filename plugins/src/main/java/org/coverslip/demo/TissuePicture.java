package org.coverslip.demo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * Draws pictures that look a little like haematoxylin and eosin stained tissue: stroma with fibres
 * and few thin nuclei, normal tissue with round nuclei, and tumour with crowded, large, uneven
 * ones. Stain and brightness vary from picture to picture, so that colour alone does not tell the
 * classes apart. The same seed gives the same picture.
 */
final class TissuePicture {

    /** Edge of a picture, pixels. */
    static final int SIDE = 144;

    /** What is drawn; the order is that of the labels. */
    enum Kind {
        STROMA,
        NORMAL,
        TUMOUR;

        String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    private final Kind kind;
    private final SplittableRandom random;
    private final float stain;
    private final BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    private final Graphics2D g = picture.createGraphics();

    private TissuePicture(Kind kind, long seed) {
        this.kind = kind;
        this.random = new SplittableRandom(seed);
        this.stain = (float) random.nextDouble(-0.04, 0.04);
    }

    static BufferedImage draw(Kind kind, long seed) {
        TissuePicture drawing = new TissuePicture(kind, seed);
        drawing.draw();
        return drawing.picture;
    }

    private void draw() {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(tone(0.92f, 0.22f, 0.93f));
        g.fillRect(0, 0, SIDE, SIDE);
        switch (kind) {
            case STROMA -> {
                fibres(58);
                nuclei(random.nextInt(6, 18), 3.5, 0.25, 0.45f, 0.55f);
            }
            case NORMAL -> {
                fibres(20);
                nuclei(random.nextInt(16, 38), 4.7, 0.15, 0.45f, 0.60f);
            }
            case TUMOUR -> {
                fibres(12);
                nuclei(random.nextInt(30, 64), 5.6, 0.4, 0.5f, 0.52f);
            }
        }
        g.dispose();
        grain();
    }

    private Color tone(float hue, float saturation, float brightness) {
        float h = hue + stain / 2;
        return Color.getHSBColor(
                h, saturation * (1 + 3 * stain), Math.min(1, brightness * (1 + stain)));
    }

    private void fibres(int count) {
        double lean = random.nextDouble(Math.PI);
        for (int i = 0; i < count; i++) {
            double angle = lean + random.nextDouble(-0.3, 0.3);
            double length = random.nextDouble(20, 70);
            AffineTransform before = g.getTransform();
            g.translate(random.nextDouble(SIDE), random.nextDouble(SIDE));
            g.rotate(angle);
            g.setColor(
                    tone(
                            0.91f,
                            (float) random.nextDouble(0.28, 0.42),
                            (float) random.nextDouble(0.82, 0.9)));
            g.fill(new Ellipse2D.Double(-length / 2, -1.5, length, 3));
            g.setTransform(before);
        }
    }

    private void nuclei(
            int count, double radius, double spread, float saturation, float brightness) {
        for (int i = 0; i < count; i++) {
            double r = radius * (1 + random.nextDouble(-spread, spread));
            double flat = kind == Kind.STROMA ? 0.35 : random.nextDouble(0.75, 1);
            AffineTransform before = g.getTransform();
            g.translate(random.nextDouble(SIDE), random.nextDouble(SIDE));
            g.rotate(random.nextDouble(Math.PI));
            float light = brightness * (float) random.nextDouble(0.85, 1.15);
            g.setColor(tone(0.73f, saturation, light));
            g.fill(
                    new Ellipse2D.Double(
                            -r / Math.sqrt(flat),
                            -r * Math.sqrt(flat),
                            2 * r / Math.sqrt(flat),
                            2 * r * Math.sqrt(flat)));
            g.setTransform(before);
        }
    }

    private void grain() {
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                int rgb = picture.getRGB(x, y);
                int noise = random.nextInt(-9, 10);
                picture.setRGB(
                        x,
                        y,
                        add(rgb >> 16, noise) << 16 | add(rgb >> 8, noise) << 8 | add(rgb, noise));
            }
        }
    }

    private static int add(int channel, int noise) {
        return Math.max(0, Math.min(255, (channel & 0xff) + noise));
    }
}
