package org.coverslip.explain;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.report.WholeFile;

/**
 * The sanity check as a sheet: a row per picture, the true map first, then what is left of it when
 * ever more layers are random; above each column the layer, and the mean rank correlation.
 */
final class SanityPicture {

    private static final int CELL = 104;
    private static final int GAP = 6;
    private static final int HEAD = 64;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private final List<SanityCheck.Step> steps;
    private final HeatLook look;
    private final BufferedImage sheet;
    private final Graphics2D g;

    SanityPicture(HeatLook look, String method, List<SanityCheck.Step> steps) {
        this.look = look;
        this.steps = steps;
        int pictures = steps.get(0).heats().size();
        sheet =
                new BufferedImage(
                        (steps.size() + 2) * (CELL + GAP) + GAP,
                        HEAD + pictures * (CELL + GAP),
                        BufferedImage.TYPE_INT_RGB);
        g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setColor(new Color(0x222222));
        g.setFont(FONT);
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        head(0, "picture", "");
        head(1, method, "true weights");
        for (int i = 0; i < steps.size(); i++) {
            SanityCheck.Step step = steps.get(i);
            String value = String.format(Locale.ROOT, "r = %.2f", step.signed());
            head(i + 2, "random down to", step.layer(), value);
        }
    }

    private void head(int column, String... lines) {
        for (int i = 0; i < lines.length; i++) {
            String text = lines[i];
            while (g.getFontMetrics().stringWidth(text) > CELL && text.length() > 2) {
                // NB: layers of one block differ at the end of their names.
                text = "…" + text.substring(2);
            }
            g.drawString(text, GAP + column * (CELL + GAP), 16 + 15 * i);
        }
    }

    /**
     * @param index of the picture in each step's maps
     */
    void add(BufferedImage picture, RawHeat heat, int index) {
        int y = HEAD + index * (CELL + GAP);
        double scale = CELL / (double) Math.max(picture.getWidth(), picture.getHeight());
        int w = (int) Math.max(1, Math.round(picture.getWidth() * scale));
        int h = (int) Math.max(1, Math.round(picture.getHeight() * scale));
        g.drawImage(picture, GAP, y, w, h, null);
        draw(heat, 1, y, w, h);
        for (int i = 0; i < steps.size(); i++) {
            draw(steps.get(i).heats().get(index), i + 2, y, w, h);
        }
    }

    private void draw(RawHeat heat, int column, int y, int w, int h) {
        g.drawImage(look.alone(heat.normalised(), w, h), GAP + column * (CELL + GAP), y, null);
    }

    void write(Path file) {
        g.dispose();
        WholeFile.write(file, out -> ImageIO.write(sheet, "png", out));
    }
}
