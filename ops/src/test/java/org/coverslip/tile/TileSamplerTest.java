package org.coverslip.tile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.imglib2.img.array.ArrayImgs;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TileSamplerTest {

    /** Value x + 10 y, eight columns, six rows. */
    private static TileSampler ramp() {
        float[] values = new float[48];
        for (int i = 0; i < 48; i++) values[i] = i % 8 + 10f * (i / 8);
        return new TileSampler(ArrayImgs.floats(values, 8, 6, 1));
    }

    @Test
    void atScaleOneOnWholePixelsTheStoredValuesComeOut() {
        byte[] values = new byte[2 * 4 * 3];
        for (int i = 0; i < values.length; i++) values[i] = (byte) (250 - 10 * i);
        TileSampler sampler = new TileSampler(ArrayImgs.unsignedBytes(values, 4, 2, 3));
        float[][] tile = sampler.sample(1, 0, 2, 2, 2, 2);
        assertThat(tile[0]).containsExactly(240, 230, 200, 190);
        assertThat(tile[2]).containsExactly(80, 70, 40, 30);
    }

    @Test
    void betweenPixelsItInterpolatesLinearly() {
        assertThat(ramp().sample(2.25, 1.5, 2, 2, 2, 2)[0])
                .containsExactly(17.25f, 18.25f, 27.25f, 28.25f);
    }

    @Test
    void beyondTheEdgeIsTheReflection() {
        assertThat(ramp().sample(-2, 0, 4, 1, 4, 1)[0]).containsExactly(1, 0, 0, 1);
        assertThat(ramp().sample(6, 5, 4, 1, 4, 1)[0]).containsExactly(56, 57, 57, 56);
        assertThat(ramp().sample(0, -20, 1, 1, 1, 1)[0]).containsExactly(40);
    }

    @Test
    void shrinkingIsAntialiasedByATriangle() {
        float[] values = {0, 8, 16, 24, 32, 40, 48, 56};
        float[] tile =
                new TileSampler(ArrayImgs.floats(values, 8, 1, 1)).sample(0, 0, 8, 1, 2, 1)[0];
        // By hand, inside the image: triangle of half-width 4 around 1.5 and 5.5, reflected at the
        // ends.
        double sum = 0;
        double weights = 0;
        for (int s = -2; s <= 5; s++) {
            double w = 1 - Math.abs(s - 1.5) / 4;
            sum += w * values[(int) Taps.reflect(s, 8)];
            weights += w;
        }
        assertThat(tile[0]).isCloseTo((float) (sum / weights), within(1e-5f));
        assertThat(tile[1]).isCloseTo(56 - tile[0], within(1e-4f));
    }

    @Property(tries = 200)
    void aConstantStaysConstantWhereverAndHoweverItIsCut(
            @ForAll @DoubleRange(min = -20, max = 20) double x,
            @ForAll @DoubleRange(min = 0.3, max = 30) double extent,
            @ForAll @IntRange(min = 1, max = 17) int size) {
        float[] values = new float[48];
        java.util.Arrays.fill(values, 7);
        float[][] tile =
                new TileSampler(ArrayImgs.floats(values, 8, 6, 1))
                        .sample(x, x / 2, extent, extent, size, size);
        for (float v : tile[0]) assertThat(v).isCloseTo(7, within(1e-5f));
    }

    @Property(tries = 200)
    void aRampIsSampledAtTheCentreOfEveryTilePixel(
            @ForAll @DoubleRange(min = 20, max = 40) double x,
            @ForAll @DoubleRange(min = 1, max = 40) double extent) {
        float[] values = new float[120];
        for (int i = 0; i < 120; i++) values[i] = i;
        int size = 9;
        float[] tile =
                new TileSampler(ArrayImgs.floats(values, 120, 1, 1))
                        .sample(x, 0, extent, 1, size, 1)[0];
        for (int i = 0; i < size; i++) {
            double centre = x + (i + 0.5) * extent / size - 0.5;
            assertThat((double) tile[i]).isCloseTo(centre, within(0.1));
        }
    }
}
