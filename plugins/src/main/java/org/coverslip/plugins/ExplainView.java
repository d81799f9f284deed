package org.coverslip.plugins;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.GraphicsEnvironment;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.coverslip.explain.HeatLook;
import org.coverslip.job.ImageItem;
import org.coverslip.slide.Slide;

/**
 * An explained image as ImageJ people look at it: the picture at screen size with the heat of each
 * label as an overlay that can be hidden, and the heat map itself in the same colours, to measure
 * on.
 */
final class ExplainView {

    /** More windows than these hide each other. */
    private static final int MOST_IMAGES = 3;

    private final HeatLook look;
    private final double spacing;

    /**
     * @param spacing micrometres per pixel that the run was given; 0: those of the file
     */
    ExplainView(HeatLook look, double spacing) {
        this.look = look;
        this.spacing = spacing;
    }

    /** Opens the first few images of a run, where there is a display. */
    void show(Inputs inputs, boolean wanted) {
        if (!wanted || GraphicsEnvironment.isHeadless() || IJ.getInstance() == null) return;
        List<ImageItem> items = inputs.items();
        for (ImageItem item : items.subList(0, Math.min(MOST_IMAGES, items.size()))) {
            try (Stream<Path> below = maps(inputs.output().resolve(item.id().name()))) {
                for (Path map : below.sorted().toList()) show(item, map);
            } catch (IOException | RuntimeException e) {
                // NB: the results are written; that one cannot be drawn must not fail the run.
                IJ.log(item.id().name() + " cannot be shown: " + e.getMessage());
            }
        }
    }

    /** The maps of an image, or of its first parts. */
    private static Stream<Path> maps(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) return Stream.empty();
        return Files.find(
                        folder, 2, (path, a) -> path.getFileName().toString().equals("heatmap.tif"))
                .limit(MOST_IMAGES);
    }

    private void show(ImageItem item, Path file) throws IOException {
        ImagePlus map = coloured(file);
        try (Slide slide = item.opener().open()) {
            picture(slide, map).show();
        }
        ResultsView.showLarge(map);
    }

    /**
     * The image with the map's channels as overlays, named after the labels; all but the first are
     * transparent.
     *
     * @param map as {@link #coloured} gives it
     */
    ImagePlus picture(Slide slide, ImagePlus map) {
        ShownImage shown = ShownImage.atScreenSize(slide, spacing);
        Overlay overlay = new Overlay();
        for (int c = 1; c <= map.getNChannels(); c++) {
            map.setPosition(c, 1, 1);
            ImageProcessor heat = map.getProcessor();
            ImageRoi layer = shown.place(map.getCalibration(), (x, y) -> layer(heat, x, y));
            layer.setName(map.getStack().getSliceLabel(c));
            if (c > 1) layer.setOpacity(0);
            overlay.add(layer);
        }
        map.setPosition(1, 1, 1);
        shown.image().setOverlay(overlay);
        return shown.image();
    }

    /** A heat map of 0 to 1 in the colours of the overlays. */
    ImagePlus coloured(Path file) throws IOException {
        ImagePlus map = IJ.openImage(file.toString());
        if (map == null) throw new IOException("no image in " + file);
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

    private LUT lut() {
        byte[][] rgb = new byte[3][256];
        for (int i = 0; i < 256; i++) {
            int colour = look.rgb(i / 255f);
            for (int c = 0; c < 3; c++) rgb[c][i] = (byte) (colour >> 16 - 8 * c);
        }
        LUT lut = new LUT(rgb[0], rgb[1], rgb[2]);
        lut.min = 0;
        lut.max = 1;
        return lut;
    }

    /** The cover is in the pixels' own alpha, so that what is cold stays clear. */
    private ImageRoi layer(ImageProcessor values, double stretchX, double stretchY) {
        int width = Math.max(1, (int) Math.round(values.getWidth() * stretchX));
        int height = Math.max(1, (int) Math.round(values.getHeight() * stretchY));
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float v =
                        values.getf(
                                Math.min(values.getWidth() - 1, (int) (x / stretchX)),
                                Math.min(values.getHeight() - 1, (int) (y / stretchY)));
                if (Float.isNaN(v)) continue;
                int alpha = (int) Math.round(255 * look.cover(v));
                picture.setRGB(x, y, alpha << 24 | look.rgb(v));
            }
        }
        return new ImageRoi(0, 0, picture);
    }
}
