package org.coverslip.density;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coverslip.report.FloatMap;
import org.coverslip.report.Numbers;
import org.coverslip.report.OverlayPicture;
import org.coverslip.report.PlacedTiff;
import org.coverslip.report.Thumbnail;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;

/**
 * Writes a density map: {@code density.tif}, 32 bit, a channel per class, in its place on the
 * slide; and {@code density.png}, each class over the slide.
 *
 * @param density what is written
 * @param pixelSize of the image
 */
public record DensityFiles(DensityMap density, PixelSize pixelSize) {

    /** Longest side of the whole picture without its legends: fits a screen. */
    private static final int SCREEN = 1400;

    private static final int SMALLEST = 350;
    private static final double[] ROUND = {1, 1.5, 2, 3, 4, 5, 6, 8};

    /** What the numbers are. */
    private String unit() {
        return "objects per mm2 in a disc of " + Numbers.text(density.radius()) + " um radius";
    }

    /**
     * @param folder of the image's results
     * @param made what made it, for the image's Info
     */
    public void write(Path folder, Slide slide, String made) {
        tiff(folder.resolve("density.tif"), made);
        BufferedImage picture = picture(slide);
        WholeFile.write(folder.resolve("density.png"), out -> ImageIO.write(picture, "png", out));
    }

    private void tiff(Path file, String made) {
        FloatMap map = density.map();
        ImageStack stack = new ImageStack(map.width(), map.height());
        double most = 1;
        for (int c = 0; c < map.planes().length; c++) {
            most = Math.max(most, density.densest()[c]);
            stack.addSlice(
                    density.names().get(c) + " per mm2",
                    new FloatProcessor(map.width(), map.height(), map.planes()[c]));
        }
        int channels = stack.size();
        ImagePlus image = new ImagePlus("density", stack);
        image.setDimensions(channels, 1, 1);
        image.setDisplayRange(0, most);
        image.setProperty(
                "Info",
                made
                        + "\nvalues: "
                        + unit()
                        + ", area analysed\nunit: 1/mm2\nradius_um: "
                        + Numbers.text(density.radius())
                        + "\nclasses: "
                        + String.join(", ", density.names()));
        ImagePlus shown =
                channels > 1 ? new CompositeImage(image, CompositeImage.GRAYSCALE) : image;
        new PlacedTiff(
                        map.scaleX(),
                        map.scaleY(),
                        map.offsetX(),
                        map.offsetY(),
                        Optional.of(pixelSize))
                .write(file, shown);
    }

    private BufferedImage picture(Slide slide) {
        int n = density.names().size();
        int columns = (int) Math.ceil(Math.sqrt(n));
        BufferedImage small = Thumbnail.of(slide, Math.max(SMALLEST, SCREEN / columns));
        double scale = slide.levels().get(0).width() / (double) small.getWidth();
        OverlayPicture overlay = new OverlayPicture(small, scale, Optional.of(pixelSize));
        List<BufferedImage> panels = new ArrayList<>();
        for (int c = 0; c < n; c++) {
            String title =
                    density.names().get(c)
                            + " per mm\u00b2, radius "
                            + Numbers.text(density.radius())
                            + " \u00b5m";
            panels.add(overlay.values(density.map(), c, top(density.densest()[c]), title));
        }
        return n == 1 ? panels.get(0) : side(panels, columns);
    }

    /** The next round number: what the last colour stands for. */
    private static double top(double most) {
        if (!(most > 0)) return 1;
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : ROUND) if (most <= step * power) return step * power;
        return 10 * power;
    }

    private static BufferedImage side(List<BufferedImage> panels, int columns) {
        int w = panels.get(0).getWidth();
        int h = panels.get(0).getHeight();
        int rows = (panels.size() + columns - 1) / columns;
        var all = new BufferedImage(columns * w, rows * h, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = all.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, all.getWidth(), all.getHeight());
        for (int i = 0; i < panels.size(); i++) {
            g.drawImage(panels.get(i), i % columns * w, i / columns * h, null);
        }
        g.dispose();
        return all;
    }
}
