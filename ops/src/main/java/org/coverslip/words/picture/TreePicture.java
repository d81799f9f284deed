package org.coverslip.words.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import org.coverslip.words.cohort.SlideTree;

/** A tree of slides, its root at the left; the farther left a joint, the less alike its slides. */
public final class TreePicture {

    private static final int LINE = 20;
    private static final int WIDTH = 600;
    private static final int NAME = 260;

    private final Graphics2D g;
    private final double top;
    private int next;

    private TreePicture(Graphics2D g, double top) {
        this.g = g;
        this.top = top;
    }

    public static BufferedImage render(SlideTree tree) {
        var picture =
                new BufferedImage(
                        WIDTH + NAME, tree.size() * LINE + 40, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        g.setColor(new Color(0x222222));
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        new TreePicture(g, Math.max(tree.height(), 1e-9)).draw(tree);
        g.drawString(
                "Hellinger distance " + org.coverslip.report.Numbers.text(round(tree.height())),
                10,
                picture.getHeight() - 10);
        g.dispose();
        return picture;
    }

    private static double round(double v) {
        return Math.rint(v * 1000) / 1000;
    }

    private int x(double height) {
        return 10 + (int) Math.round((1 - height / top) * (WIDTH - 20));
    }

    /** Draws a branch and gives the line it leaves on. */
    private int draw(SlideTree tree) {
        if (tree.name().isPresent()) {
            int y = 14 + next++ * LINE;
            g.drawString(tree.name().get(), WIDTH, y + 4);
            return y;
        }
        int[] y = new int[2];
        for (int i = 0; i < 2; i++) {
            SlideTree part = tree.parts().get(i);
            y[i] = draw(part);
            g.drawLine(x(tree.height()), y[i], x(part.height()), y[i]);
        }
        g.drawLine(x(tree.height()), y[0], x(tree.height()), y[1]);
        return (y[0] + y[1]) / 2;
    }
}
