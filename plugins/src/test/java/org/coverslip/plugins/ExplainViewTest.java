package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.ImageRoi;
import ij.gui.Overlay;
import ij.io.FileSaver;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.nio.file.Path;
import java.util.Optional;
import org.coverslip.explain.HeatLook;
import org.coverslip.report.PlacedTiff;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** In ImageJ the heat lies on the image where it was found, and cold places are clear. */
class ExplainViewTest {

    @TempDir Path dir;

    @Test
    void everyLabelIsAnOverlayInItsPlaceAndOnlyTheFirstIsShown() throws Exception {
        Path picture = dir.resolve("p.png");
        new FileSaver(new ImagePlus("p", new ColorProcessor(200, 100)))
                .saveAsPng(picture.toString());
        ImageStack stack = new ImageStack(4, 2);
        stack.addSlice("tumour", new FloatProcessor(4, 2, new float[] {0, 1, 0, 0, 0, 0, 0, 0}));
        stack.addSlice("stroma", new FloatProcessor(4, 2, new float[8]));
        ImagePlus maps = new ImagePlus("m", stack);
        maps.setDimensions(2, 1, 1);
        // Cells of 10 pixels from (40, 20) on.
        new PlacedTiff(10, 10, 40, 20, Optional.empty())
                .write(dir.resolve("heatmap.tif"), new CompositeImage(maps));

        ExplainView view = new ExplainView(HeatLook.of("fire", 0.5), 0);
        ImagePlus map = view.coloured(dir.resolve("heatmap.tif"));
        assertThat(map.getProcessor().getMax()).isEqualTo(1);
        try (Slide slide = Slides.open(picture)) {
            Overlay overlay = view.picture(slide, map).getOverlay();
            assertThat(overlay.size()).isEqualTo(2);
            ImageRoi tumour = (ImageRoi) overlay.get(0);
            assertThat(tumour.getName()).isEqualTo("tumour");
            assertThat(tumour.getXBase()).isCloseTo(40, within(0.5));
            assertThat(tumour.getYBase()).isCloseTo(20, within(0.5));
            assertThat(tumour.getProcessor().getWidth()).isEqualTo(40);
            assertThat(((ImageRoi) overlay.get(1)).getOpacity()).isZero();
        }
    }

    /** A slide that does not say its scale, or the wrong one, is run with spacing. */
    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5})
    void theHeatLiesInItsPlaceAtTheScaleThatTheRunWasGiven(double given) throws Exception {
        Path file = dir.resolve("s.png");
        new FileSaver(new ImagePlus("s", new ColorProcessor(2800, 1400)))
                .saveAsPng(file.toString());
        FloatProcessor heat = new FloatProcessor(10, 5, new float[50]);
        heat.setf(1, 0, 1);
        ImageStack stack = new ImageStack(10, 5);
        stack.addSlice("tumour", heat);
        // Cells of 280 pixels.
        new PlacedTiff(280, 280, 0, 0, Optional.of(new PixelSize(given, given)))
                .write(dir.resolve("heatmap.tif"), new ImagePlus("m", stack));
        ExplainView view = new ExplainView(HeatLook.of("fire", 0.5), given);
        ImagePlus map = view.coloured(dir.resolve("heatmap.tif"));
        try (Slide slide = Slides.open(file)) {
            ImagePlus picture = view.picture(slide, map);
            assertThat(((ImageRoi) picture.getOverlay().get(0)).getProcessor().getWidth())
                    .isEqualTo(picture.getWidth());
            assertThat(picture.getCalibration().getX(picture.getWidth()))
                    .isCloseTo(2800 * given, within(1e-6));
        }
        ImagePlus slide = SlideView.overlay(file, dir, 1, given);
        assertThat(((ImageRoi) slide.getOverlay().get(0)).getProcessor().getWidth())
                .isEqualTo(slide.getWidth());
    }

    @Test
    void coverGrowsWithTheHeatUpToAlpha() {
        HeatLook look = HeatLook.of("inferno", 0.6);
        assertThat(look.cover(0)).isZero();
        assertThat(look.cover(0.25f)).isCloseTo(0.3, within(1e-6));
        assertThat(look.cover(1)).isCloseTo(0.6, within(1e-6));
        assertThat(look.rgb(0)).isNotEqualTo(look.rgb(1));
        assertThat(HeatLook.of("grays", 1).rgb(1)).isEqualTo(0xffffff);
    }
}
