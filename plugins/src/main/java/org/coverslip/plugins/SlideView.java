package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import org.coverslip.report.HeatColours;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;

/**
 * A classified slide as ImageJ people look at it: the slide at screen size, calibrated, with the
 * heat map as an overlay that can be hidden, and the heat map itself as an image with the same
 * colours, to measure on.
 */
final class SlideView {

    private static final double OPACITY = 0.5;

    private SlideView() {}

    /**
     * @param file the slide
     * @param results its folder of results
     * @param channel of the heat map, from 1
     * @param spacing micrometres per pixel that the run was given; 0: those of the file
     * @return the thumbnail with its overlay, not shown yet
     */
    static ImagePlus overlay(Path file, Path results, int channel, double spacing)
            throws IOException {
        ImagePlus map = heatmap(results);
        try (Slide slide = Slides.open(file)) {
            ShownImage shown = ShownImage.atScreenSize(slide, spacing);
            ImagePlus image = shown.image();
            map.setPosition(channel, 1, 1);
            ImageRoi layer =
                    shown.place(map.getCalibration(), (x, y) -> layer(map.getProcessor(), x, y));
            layer.setName(map.getStack().getSliceLabel(channel));
            Overlay overlay = new Overlay(layer);
            overlay.add(legend(layer.getName(), image.getHeight()));
            image.setOverlay(overlay);
            return image;
        }
    }

    /** The colours from 0 to 1 and what they stand for, in the lower left corner. */
    private static ImageRoi legend(String label, int height) {
        BufferedImage picture = new BufferedImage(300, 46, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = picture.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        for (int i = 0; i < 280; i++) {
            g.setColor(new Color(HeatColours.rgb(i / 279.0)));
            g.fillRect(10 + i, 6, 1, 14);
        }
        g.setColor(Color.BLACK);
        g.drawString("0", 10, 38);
        g.drawString("probability of " + label, 80, 38);
        g.drawString("1", 282, 38);
        g.dispose();
        ImageRoi legend = new ImageRoi(10, Math.max(0, height - picture.getHeight() - 10), picture);
        legend.setName("legend");
        return legend;
    }

    /** The heat map with the colours of the overlay, black to yellow for 0 to 1. */
    static ImagePlus heatmap(Path results) throws IOException {
        ImagePlus map = IJ.openImage(results.resolve("heatmap.tif").toString());
        if (map == null) throw new IOException("no heatmap.tif in " + results);
        LUT lut = lut();
        for (int c = 1; c <= map.getNChannels(); c++) {
            map.setPosition(c, 1, 1);
            map.getProcessor().setLut(lut);
            if (map instanceof ij.CompositeImage composite) composite.setChannelLut(lut, c);
            map.setDisplayRange(0, 1);
        }
        map.setPosition(1, 1, 1);
        return map;
    }

    private static LUT lut() {
        byte[][] rgb = new byte[3][256];
        for (int i = 0; i < 256; i++) {
            int colour = HeatColours.rgb(i / 255.0);
            for (int c = 0; c < 3; c++) rgb[c][i] = (byte) (colour >> 16 - 8 * c);
        }
        LUT lut = new LUT(rgb[0], rgb[1], rgb[2]);
        lut.min = 0;
        lut.max = 1;
        return lut;
    }

    private static ImageRoi layer(ImageProcessor values, double stretchX, double stretchY) {
        int width = Math.max(1, (int) Math.round(values.getWidth() * stretchX));
        int height = Math.max(1, (int) Math.round(values.getHeight() * stretchY));
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float v =
                        values.getf(
                                Math.min(values.getWidth() - 1, (int) (x / stretchX)),
                                Math.min(values.getHeight() - 1, (int) (y / stretchY)));
                if (!Float.isNaN(v)) picture.setRGB(x, y, 0xff000000 | HeatColours.rgb(v));
            }
        }
        ImageRoi layer = new ImageRoi(0, 0, picture);
        layer.setOpacity(OPACITY);
        return layer;
    }
}
