package org.coverslip.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.LUT;
import java.awt.Color;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;

/** An ImageJ window as a slide: see {@link TiffReaderTest} for stacks and calibrations. */
class OpenImageTest {

    @Test
    void isAViewWithoutACopy() {
        ImagePlus image = IJ.createImage("live", "8-bit", 4, 4, 1);
        var pixels = Slides.of(image).image(0, 0);
        image.getProcessor().set(2, 1, 77);
        assertThat(RealData.value(pixels, 2, 1, 0)).isEqualTo(77);
    }

    @Test
    void rgbHasThreeChannels() {
        ColorProcessor processor = new ColorProcessor(2, 2);
        processor.set(1, 0, 0x102030);
        Slide slide = Slides.of(new ImagePlus("rgb", processor));
        assertThat(slide.rgb()).isTrue();
        assertThat(slide.displayRange()).isEmpty();
        var pixels = slide.image(0, 0);
        assertThat(pixels.dimensionsAsLongArray()).containsExactly(2, 2, 3);
        assertThat(RealData.value(pixels, 1, 0, 0)).isEqualTo(0x10);
        assertThat(RealData.value(pixels, 1, 0, 2)).isEqualTo(0x30);
    }

    @Test
    void aColourTableDoesNotChangeValues() {
        ImagePlus image = IJ.createImage("green", "8-bit", 4, 4, 1);
        image.getProcessor().set(0, 0, 200);
        image.setLut(LUT.createLutFromColor(Color.GREEN));
        Slide slide = Slides.of(image);
        assertThat(slide.channels()).isEqualTo(1);
        assertThat(RealData.value(slide.image(0, 0), 0, 0, 0)).isEqualTo(200);
        assertThat(slide.notes()).anyMatch(note -> note.contains("colour table"));
    }

    @Test
    void anImageWithoutPixelsIsRefused() {
        assertThatThrownBy(() -> Slides.of(new ImagePlus())).isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> Slides.of(null)).isInstanceOf(RefusedException.class);
    }
}
