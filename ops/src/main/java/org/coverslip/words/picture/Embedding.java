package org.coverslip.words.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import org.coverslip.report.LabelColours;
import org.coverslip.words.cluster.Rows;
import org.coverslip.words.codebook.Codebook;
import org.coverslip.words.project.Pca;

/**
 * Patches and words on a plane, by principal components or by t-SNE (van der Maaten and Hinton
 * 2008). Distances within a t-SNE picture say who is near whom and nothing more.
 */
public final class Embedding {

    /** Patches that t-SNE takes; its time grows with the square. */
    public static final int MOST = 1000;

    private static final int SIZE = 560;
    private static final int MARGIN = 30;
    private static final double PERPLEXITY = 30;
    private static final int DIMENSIONS = 30;

    private Embedding() {}

    /** The first two principal components of each row. */
    public static double[][] pca(Rows rows, long seed) {
        return scores(rows, Math.min(2, Math.min(rows.width(), rows.count() - 1)), seed);
    }

    /**
     * t-SNE of the rows' first {@value #DIMENSIONS} principal components.
     *
     * @param rows at most {@value #MOST}
     */
    public static double[][] tsne(Rows rows, long seed) {
        int dimensions = Math.min(DIMENSIONS, Math.min(rows.width(), rows.count() - 1));
        double[][] scores = scores(rows, dimensions, seed);
        double perplexity = Math.max(2, Math.min(PERPLEXITY, (rows.count() - 1) / 3.0));
        return Tsne.of(scores, perplexity, seed);
    }

    private static double[][] scores(Rows rows, int dimensions, long seed) {
        Pca pca = Pca.of(rows, dimensions, seed);
        double[][] result = new double[rows.count()][Math.max(2, dimensions)];
        float[] row = new float[rows.width()];
        for (int i = 0; i < rows.count(); i++) {
            rows.read(i, 1, row);
            float[] at = pca.project(row);
            for (int c = 0; c < at.length; c++) result[i][c] = at[c];
        }
        return result;
    }

    /**
     * Draws both side by side.
     *
     * @param words per point
     * @param centres how many of the last points are the words themselves, in their order
     */
    public static BufferedImage render(
            List<double[][]> plots, List<String> titles, int[] words, int centres) {
        var picture =
                new BufferedImage(
                        plots.size() * (SIZE + MARGIN) + MARGIN,
                        SIZE + 2 * MARGIN,
                        BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        for (int p = 0; p < plots.size(); p++) {
            int x = MARGIN + p * (SIZE + MARGIN);
            g.setColor(Color.DARK_GRAY);
            g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 14));
            g.drawString(titles.get(p), x, MARGIN - 9);
            g.setColor(Color.LIGHT_GRAY);
            g.drawRect(x, MARGIN, SIZE, SIZE);
            plot(g, plots.get(p), words, centres, x, MARGIN);
        }
        g.dispose();
        return picture;
    }

    private static void plot(
            Graphics2D g, double[][] points, int[] words, int centres, int left, int top) {
        double[][] ends = {ends(points, 0), ends(points, 1)};
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        for (int i = 0; i < points.length; i++) {
            int x = left + place(points[i][0], ends[0]);
            int y = top + SIZE - place(points[i][1], ends[1]);
            g.setColor(LabelColours.of(words[i]));
            if (i < points.length - centres) {
                g.fillOval(x - 3, y - 3, 6, 6);
                continue;
            }
            g.fillOval(x - 11, y - 11, 22, 22);
            g.setColor(Color.WHITE);
            g.drawOval(x - 11, y - 11, 22, 22);
            String number = Codebook.name(words[i]).substring("word ".length());
            g.drawString(number, x - g.getFontMetrics().stringWidth(number) / 2, y + 5);
        }
    }

    /**
     * NB: a few far points would press all others into a line, so the axis holds 98 of 100 and some
     * room; what lies beyond is drawn at the rim.
     */
    private static double[] ends(double[][] points, int axis) {
        double[] sorted = java.util.Arrays.stream(points).mapToDouble(p -> p[axis]).toArray();
        java.util.Arrays.sort(sorted);
        int rim = sorted.length / 100;
        double low = sorted[rim];
        double high = sorted[sorted.length - 1 - rim];
        double room = (high - low) * 0.1;
        return new double[] {
            Math.max(sorted[0], low - room), Math.min(sorted[sorted.length - 1], high + room)
        };
    }

    private static int place(double value, double[] ends) {
        double part = ends[1] > ends[0] ? (value - ends[0]) / (ends[1] - ends[0]) : 0.5;
        return 16 + (int) Math.round(Math.max(0, Math.min(1, part)) * (SIZE - 32));
    }
}
