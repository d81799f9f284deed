package org.coverslip.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The kernels against Pillow, NumPy and TensorFlow's definition. */
class ResamplerTest {

    /** {@code (arange(35) * 7 % 251).reshape(5, 7)} resized by Pillow 9.4. */
    @Test
    void nearestIsPillows() {
        byte[] v = new byte[35];
        for (int i = 0; i < 35; i++) v[i] = (byte) (i * 7 % 251);
        var image = ArrayImgs.unsignedBytes(v, 7, 5, 1);
        assertThat(resized(image, 3, 2, Resampling.NEAREST))
                .containsExactly(56, 70, 84, 154, 168, 182);
        assertThat(resized(image, 10, 3, Resampling.NEAREST))
                .startsWith(0, 7, 7, 14, 21, 21, 28, 35, 35, 42, 98, 105, 105, 112);
    }

    /** Pillow 9.4 takes 169, 189 and 269 where exact arithmetic gives 170, 190 and 270. */
    @Test
    void nearestRepeatsPillowsRoundingOnPixelBorders() {
        float[] ramp = new float[1000];
        for (int i = 0; i < 1000; i++) ramp[i] = i;
        float[] row = resized(ArrayImgs.floats(ramp, 1000, 1, 1), 150, 1, Resampling.NEAREST);
        assertThat(new float[] {row[0], row[1], row[25], row[28], row[40], row[46]})
                .containsExactly(3, 10, 169, 189, 269, 310);
    }

    /** {@code W(3, 2) @ a @ W(5, 2).T} in NumPy, a the squares of 0 to 14, W the overlaps. */
    @Test
    void areaWeighsByOverlap() {
        float[] squares = new float[15];
        for (int i = 0; i < 15; i++) squares[i] = i * i;
        var image = ArrayImgs.floats(squares, 5, 3, 1);
        assertThat(resized(image, 2, 2, Resampling.AREA))
                .containsExactly(new float[] {12.2f, 29.8f, 89.53333f, 139.13333f}, within(1e-4f));
        assertThat(resized(image, 7, 4, Resampling.AREA))
                .startsWith(new float[] {0, 0.6f, 1.6f, 4, 8, 11.8f, 16, 16.666666f});
    }

    /** By hand: centres of 2 in 4 lie at -0.25, 0.25, 0.75 and 1.25. */
    @Test
    void bilinearHasHalfPixelCentresAndClampedEdges() {
        var image = ArrayImgs.floats(new float[] {0, 8}, 2, 1, 1);
        assertThat(resized(image, 4, 1, Resampling.BILINEAR)).containsExactly(0, 2, 6, 8);
        // Four to two: centres at 0.5 and 2.5, without antialiasing.
        var wide = ArrayImgs.floats(new float[] {1, 3, 100, 200}, 4, 1, 1);
        assertThat(resized(wide, 2, 1, Resampling.BILINEAR)).containsExactly(2, 150);
        // Eight to two: pixels 1, 2 and 5, 6 only.
        var wider = ArrayImgs.floats(new float[] {9, 1, 3, 9, 9, 10, 20, 9}, 8, 1, 1);
        assertThat(resized(wider, 2, 1, Resampling.BILINEAR)).containsExactly(2, 15);
    }

    @Property(tries = 100)
    void aConstantImageStaysConstant(
            @ForAll Resampling kernel,
            @ForAll @IntRange(min = 1, max = 40) int w,
            @ForAll @IntRange(min = 1, max = 40) int h,
            @ForAll @IntRange(min = 1, max = 50) int toW,
            @ForAll @IntRange(min = 1, max = 50) int toH) {
        float[] v = new float[w * h];
        Arrays.fill(v, 201);
        for (float f : resized(ArrayImgs.floats(v, w, h, 1), toW, toH, kernel)) {
            assertThat(f).isCloseTo(201, within(1e-4f));
        }
    }

    @Property(tries = 50)
    void areaKeepsTheMean(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 60) int w,
            @ForAll @IntRange(min = 1, max = 60) int toW) {
        var image = noise(seed, w, 7, 2);
        assertThat(mean(Resampler.resize(image, toW, 3, Resampling.AREA)))
                .isCloseTo(mean(image), within(1e-3));
    }

    @Property(tries = 50)
    void theSameSizeIsTheSameImage(@ForAll Resampling kernel, @ForAll long seed) {
        var image = noise(seed, 13, 11, 3);
        float[] expected = new float[13 * 11 * 3];
        int i = 0;
        Cursor<? extends RealType<?>> cursor = Views.flatIterable(image).cursor();
        while (cursor.hasNext()) expected[i++] = cursor.next().getRealFloat();
        assertThat(resized(image, 13, 11, kernel)).containsExactly(expected);
    }

    @Property(tries = 30)
    void aViewGivesWhatItsCopyGives(@ForAll Resampling kernel, @ForAll long seed) {
        var image = noise(seed, 20, 30, 3);
        var view = Views.permute(Views.permute(image, 0, 1), 0, 1);
        assertThat(resized(view, 9, 8, kernel)).containsExactly(resized(image, 9, 8, kernel));
        var cut = Views.interval(image, new long[] {3, 4, 1}, new long[] {12, 15, 2});
        assertThat(resized(cut, 10, 12, kernel)[0])
                .isEqualTo((float) RealData.value(image, 3, 4, 1));
    }

    @Property(tries = 30)
    void onePixelFillsAnySize(
            @ForAll Resampling kernel, @ForAll @IntRange(min = 1, max = 30) int size) {
        var image = ArrayImgs.unsignedBytes(new byte[] {7}, 1, 1, 1);
        assertThat(resized(image, size, size, kernel)).containsOnly(7);
    }

    private static RandomAccessibleInterval<? extends RealType<?>> noise(
            long seed, int w, int h, int c) {
        byte[] v = new byte[w * h * c];
        new Random(seed).nextBytes(v);
        return ArrayImgs.unsignedBytes(v, w, h, c);
    }

    private static double mean(RandomAccessibleInterval<? extends RealType<?>> image) {
        double sum = 0;
        for (RealType<?> v : Views.iterable(image)) sum += v.getRealDouble();
        return sum / Views.iterable(image).size();
    }

    private static float[] resized(
            RandomAccessibleInterval<? extends RealType<?>> image,
            int w,
            int h,
            Resampling kernel) {
        Img<FloatType> result = new Resampler(kernel).resize(image, w, h);
        float[] out = new float[(int) result.size()];
        int i = 0;
        for (FloatType f : result) out[i++] = f.get();
        return out;
    }
}
