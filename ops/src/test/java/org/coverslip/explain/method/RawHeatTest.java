package org.coverslip.explain.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import org.coverslip.slide.Resampler;
import org.coverslip.slide.Resampling;
import org.junit.jupiter.api.Test;

/** Maps are brought onto the picture as networks themselves enlarge, and layers are read aright. */
class RawHeatTest {

    @Test
    void normalisedIsWhatSpeaksForTheLabelDividedByTheMaximum() {
        RawHeat heat = new RawHeat(2, 2, new float[] {-4, 0, 1, 2});
        assertThat(heat.normalised().values()).containsExactly(0, 0, 0.5f, 1);
        assertThat(new RawHeat(2, 1, new float[] {-1, -2}).normalised().values())
                .containsExactly(0, 0);
    }

    @Test
    void enlargingIsTensorFlowsBilinearWithHalfPixelCentres() {
        Random random = new Random(3);
        float[] values = new float[7 * 5];
        for (int i = 0; i < values.length; i++) values[i] = random.nextFloat();
        float[] got = new RawHeat(7, 5, values).resized(224, 97).values();
        var expected =
                Resampler.resize(ArrayImgs.floats(values, 7, 5, 1), 224, 97, Resampling.BILINEAR);
        float[] want =
                ((FloatArray) ((ArrayImg<?, ?>) expected).update(null)).getCurrentStorageArray();
        for (int i = 0; i < want.length; i++) assertThat(got[i]).isCloseTo(want[i], within(1e-5f));
    }

    @Test
    void placesAreTheAxesThatKeepTheRatioOfTheSides() {
        assertThat(of("byxc", 224, 224, -1L, 7L, 7L, 512L)).hasValue(new SpatialAxes(1, 2, 3));
        assertThat(of("byxc", 224, 224, -1L, 512L, 7L, 7L)).hasValue(new SpatialAxes(2, 3, 1));
        assertThat(of("bcyx", 224, 224, -1L, 16L, 16L, 16L)).hasValue(new SpatialAxes(2, 3, 1));
        assertThat(of("byxc", 100, 300, -1L, 9L, 29L, 64L)).hasValue(new SpatialAxes(1, 2, 3));
        assertThat(of("byxc", 256, 256, -1L, -1L, -1L, 64L)).hasValue(new SpatialAxes(1, 2, 3));
        assertThat(of("byxc", 224, 224, -1L, 512L)).isEmpty();
        assertThat(of("byxc", 224, 224, -1L, 1L, 100L, 3L)).isEmpty();
        assertThat(SpatialAxes.of(null, "byxc", 224, 224)).isEmpty();
    }

    private static Optional<SpatialAxes> of(String axes, int h, int w, Long... shape) {
        return SpatialAxes.of(List.of(shape), axes, h, w);
    }
}
