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
import smile.manifold.TSNE;

/**
 * Patches and words on a plane, by principal components or by t-SNE (van der Maaten and Hinton
 * 2008). Distances within a t-SNE picture say who is near whom and nothing more.
 */
public final class Embedding {

    /** Patches that t-SNE takes; its time grows with the square. */
    public static final int MOST = 1000;

    private static final int SIZE = 560;
    private static final int MARGIN = 30;
    private static final int STEPS = 500;
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
        // NB: the library draws its first places from one random stream of the whole program.
        smile.math.Math.setSeed(seed);
        return new TSNE(scores, 2, perplexity, 200, STEPS).getCoordinates();
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
        double[] low = {Double.MAX_VALUE, Double.MAX_VALUE};
        double[] high = {-Double.MAX_VALUE, -Double.MAX_VALUE};
        for (double[] point : points) {
            for (int c = 0; c < 2; c++) {
                low[c] = Math.min(low[c], point[c]);
                high[c] = Math.max(high[c], point[c]);
            }
        }
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        for (int i = 0; i < points.length; i++) {
            int x = left + place(points[i][0], low[0], high[0]);
            int y = top + SIZE - place(points[i][1], low[1], high[1]);
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

    private static int place(double value, double low, double high) {
        double part = high > low ? (value - low) / (high - low) : 0.5;
        return 16 + (int) Math.round(part * (SIZE - 32));
    }
}
