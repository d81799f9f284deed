package org.coverslip.report;

import ij.gui.Plot;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A chart of curves, points or bars, drawn by ImageJ's own {@link Plot}, so that a person who opens
 * it as a window gets what ImageJ's plots offer (data, copy, zoom). Works without a display.
 *
 * <pre>{@code
 * new Chart("Loss", "epoch", "loss")
 *         .line("training", epochs, training)
 *         .line("validation", epochs, validation)
 *         .write(folder.resolve("history.png"));
 * }</pre>
 */
public final class Chart {

    private static final int WIDTH = 640;
    private static final int HEIGHT = 380;
    private static final int TITLE = 22;
    private static final Color INK = new Color(0x222222);

    private final String title;
    private final String xLabel;
    private final String yLabel;
    private final List<Series> series = new ArrayList<>();
    private List<String> categories = List.of();
    private double[] limits;

    private enum Form {
        LINE,
        POINTS,
        DASHES,
        BARS
    }

    private record Series(String name, Form form, double[] x, double[] y) {}

    public Chart(String title, String xLabel, String yLabel) {
        this.title = title;
        this.xLabel = xLabel;
        this.yLabel = yLabel;
    }

    /**
     * Adds a curve; NaN leaves a gap. A single point is drawn as one.
     *
     * @param name in the legend; empty: none
     * @param x as many as {@code y}
     */
    public Chart line(String name, double[] x, double[] y) {
        return add(new Series(name, x.length == 1 ? Form.POINTS : Form.LINE, x, y));
    }

    /** Adds points. */
    public Chart points(String name, double[] x, double[] y) {
        return add(new Series(name, Form.POINTS, x, y));
    }

    /** Adds a thin grey line to compare with, such as the diagonal of a ROC curve. */
    public Chart reference(String name, double[] x, double[] y) {
        return add(new Series(name, Form.DASHES, x, y));
    }

    /**
     * Adds bars over named places, which take the place of the label of the x axis; several sets
     * stand beside each other.
     *
     * @param names the same in every set
     * @param values one per name
     */
    public Chart bars(String name, List<String> names, double... values) {
        if (names.size() != values.length) {
            throw new IllegalArgumentException(values.length + " bars for " + names);
        }
        categories = List.copyOf(names);
        double[] places = new double[values.length];
        Arrays.setAll(places, i -> i);
        return add(new Series(name, Form.BARS, places, values));
    }

    /** Ends of the axes, where they should not follow the data. */
    public Chart limits(double xMin, double xMax, double yMin, double yMax) {
        limits = new double[] {xMin, xMax, yMin, yMax};
        return this;
    }

    private Chart add(Series one) {
        if (one.x().length != one.y().length) {
            throw new IllegalArgumentException(one.x().length + " and " + one.y().length);
        }
        series.add(one);
        return this;
    }

    /** As ImageJ's plot, for a window. */
    public Plot plot() {
        Plot plot = new Plot(title, axis(), yLabel);
        plot.setFrameSize(WIDTH, HEIGHT);
        plot.setFontSize(13);
        int bars = (int) series.stream().filter(s -> s.form() == Form.BARS).count();
        int bar = 0;
        int colour = 0;
        for (Series s : series) {
            Color own = s.form() == Form.DASHES ? Color.GRAY : LabelColours.of(colour++);
            plot.setColor(own);
            switch (s.form()) {
                case LINE, DASHES -> {
                    plot.setLineWidth(s.form() == Form.LINE ? 2 : 1);
                    plot.add("line", s.x(), s.y());
                }
                case POINTS -> {
                    plot.setLineWidth(2);
                    plot.add("circle", s.x(), s.y());
                }
                case BARS -> {
                    plot.setLineWidth(1);
                    drawBars(plot, s, own, bar++, bars);
                }
            }
        }
        plot.setColor(INK);
        plot.setLineWidth(1);
        frame(plot);
        return plot;
    }

    /** NB: ImageJ writes names instead of numbers where the label of the axis is a list of them. */
    private String axis() {
        if (categories.isEmpty()) return xLabel;
        List<String> plain = categories.stream().map(c -> c.replaceAll("[{},]", " ")).toList();
        return "{" + String.join(",", plain) + "}";
    }

    /** NB: all bars of a set are one outline, since the legend has a line per object. */
    private static void drawBars(Plot plot, Series s, Color colour, int index, int count) {
        double width = 0.8 / count;
        double[] xs = new double[4 * s.x().length];
        double[] ys = new double[xs.length];
        for (int i = 0; i < s.x().length; i++) {
            double left = s.x()[i] - 0.4 + index * width;
            for (int k = 0; k < 4; k++) {
                xs[4 * i + k] = k < 2 ? left : left + width * 0.95;
                ys[4 * i + k] = k == 1 || k == 2 ? s.y()[i] : 0;
            }
        }
        plot.setColor(colour, colour);
        plot.add("filled", xs, ys);
    }

    private void frame(Plot plot) {
        double[] ends = limits;
        if (ends == null && !categories.isEmpty()) {
            double top = series.stream().flatMapToDouble(s -> Arrays.stream(s.y())).max().orElse(1);
            ends = new double[] {-0.6, categories.size() - 0.4, 0, top > 0 ? top * 1.3 : 1};
        }
        if (ends != null) plot.setLimits(ends[0], ends[1], ends[2], ends[3]);
        else fit(plot);
        plot.setFont(Font.PLAIN, 13);
        List<String> names = new ArrayList<>();
        for (Series s : series) names.add(s.name());
        if (names.stream().anyMatch(n -> !n.isEmpty())) {
            plot.addLegend(String.join("\n", names), "auto");
        }
    }

    /** NB: a little room above and below, or a curve at its largest value hides in the frame. */
    private static void fit(Plot plot) {
        plot.setLimitsToFit(false);
        double[] l = plot.getLimits();
        double room = 0.03 * (l[3] - l[2]);
        plot.setLimits(l[0], l[1], l[2] - room, l[3] + room);
    }

    /** As a picture, with its title above. */
    public BufferedImage picture() {
        BufferedImage chart =
                plot().getImagePlus().getProcessor().convertToRGB().getBufferedImage();
        BufferedImage whole =
                new BufferedImage(
                        chart.getWidth(), chart.getHeight() + TITLE, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = whole.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, whole.getWidth(), whole.getHeight());
        g.drawImage(chart, 0, TITLE, null);
        g.setColor(INK);
        g.setFont(new Font(Font.SANS_SERIF, Font.BOLD, 14));
        g.setRenderingHint(
                RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.drawString(title, Plot.LEFT_MARGIN, TITLE - 4);
        g.dispose();
        return whole;
    }

    /** Writes it as PNG, whole or not at all. */
    public void write(Path file) {
        write(file, List.of(this));
    }

    /** Writes several charts one below the other. */
    public static void write(Path file, List<Chart> charts) {
        List<BufferedImage> pictures = charts.stream().map(Chart::picture).toList();
        int width = pictures.stream().mapToInt(BufferedImage::getWidth).max().orElseThrow();
        int height = pictures.stream().mapToInt(BufferedImage::getHeight).sum();
        BufferedImage all = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = all.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        int y = 0;
        for (BufferedImage one : pictures) {
            g.drawImage(one, 0, y, null);
            y += one.getHeight();
        }
        g.dispose();
        WholeFile.write(file, out -> ImageIO.write(all, "png", out));
    }
}
