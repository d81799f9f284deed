package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Scores;
import org.coverslip.model.stain.Reinhard;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.model.step.StainNormalize;
import org.coverslip.model.step.Step;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Stains and percentiles are those of the whole image, so that tiles cannot be seen. */
class WholeImageTest {

    private static final Path SOURCE =
            Path.of(System.getProperty("coverslip.data"))
                    .resolve("histology/stain/torchstain-source.png");

    @TempDir Path dir;

    private float[] seen(
            RandomAccessibleInterval<? extends RealType<?>> image,
            boolean rgb,
            int tile,
            Step... steps) {
        int channels = rgb ? 3 : 1;
        // NB: it passes on what it is given, brought between 0 and 1.
        ComputedNetwork n =
                ComputedNetwork.of(
                        channels,
                        channels,
                        (s, x, y, c) -> 1 / (1 + Math.exp(-s.at(x, y, c) / 100)));
        ModelBundle model = n.bundle(dir.resolve("m")).build();
        InputSpec input = model.inputs().get(0).withPreprocessing(List.of(steps));
        ModelBundle with = model.toBuilder().inputs(List.of(input)).scores(Scores.SIGMOID).build();
        var p = PixelPrediction.with(with, n).tile(tile).on(image, rgb);
        float[] out = new float[(int) Views.flatIterable(p).size()];
        int i = 0;
        for (FloatType v : Views.flatIterable(p)) out[i++] = v.get();
        return out;
    }

    private static void assertSame(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        float most = 0;
        for (int i = 0; i < a.length; i++) {
            float d = Math.abs(a[i] - b[i]);
            if (!(d <= most)) most = d;
        }
        assertThat(most).isLessThan(2e-6f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"macenko", "reinhard"})
    void stainsAreThoseOfTheImageInEveryTile(String method) throws Exception {
        assumeTrue(Files.exists(SOURCE), "skipped: " + SOURCE + " is missing");
        StainNormalize step =
                method.equals("macenko")
                        ? StainNormalize.macenko()
                        : StainNormalize.reinhard(
                                new Reinhard(new double[] {60, 25, -15}, new double[] {15, 8, 6}));
        try (Slide slide = Slides.open(SOURCE)) {
            var image = slide.image(0, 0);
            int whole = (int) Math.max(image.dimension(0), image.dimension(1));
            float[] tiled = seen(image, true, 96, step);
            assertSame(tiled, seen(image, true, whole, step));
            assertThat(Arrays.equals(tiled, seen(image, true, 96))).isFalse();
        }
    }

    @Test
    void percentilesAreThoseOfTheImageInEveryTile() {
        // NB: half of it is empty but for noise, which a percentile of a tile would blow up.
        float[] values = new float[200 * 150];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(i % 200 < 100 ? 1 : 100);
        }
        var image = ArrayImgs.floats(values, 200, 150, 1);
        ScaleRange step = new ScaleRange(1, 99.8, Reduction.over("xy"), 1e-6, Optional.empty());
        float[] tiled = seen(image, false, 48, step);
        assertSame(tiled, seen(image, false, 200, step));
        for (int y = 0; y < 150; y++) {
            float noise = tiled[y * 200 + 10];
            assertThat(noise).isBetween(0.4999f, 0.5001f);
        }
    }

    @Test
    void anImageWithoutStainIsRefused() {
        byte[] white = new byte[3 * 64 * 64];
        Arrays.fill(white, (byte) 245);
        var image = ArrayImgs.unsignedBytes(white, 64, 64, 3);
        assertThatThrownBy(() -> seen(image, true, 32, StainNormalize.macenko()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("hardly a pixel of this image is stained");
    }
}
