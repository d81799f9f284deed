package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tiles give together is what the network gives for the whole image at once. */
class SeamsTest {

    @TempDir Path dir;

    private static ArrayImg<?, ?> noise(int w, int h, int c, float most) {
        float[] values = new float[w * h * c];
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < values.length; i++) values[i] = (float) random.nextDouble(most);
        return ArrayImgs.floats(values, w, h, c);
    }

    private static float[] values(Img<FloatType> image) {
        return ((FloatArray) ((ArrayImg<?, ?>) image).update(null)).getCurrentStorageArray();
    }

    private static float largestDifference(Img<FloatType> a, Img<FloatType> b) {
        assertThat(a.dimensionsAsLongArray()).isEqualTo(b.dimensionsAsLongArray());
        float[] x = values(a);
        float[] y = values(b);
        float most = 0;
        for (int i = 0; i < x.length; i++) {
            float d = Math.abs(x[i] - y[i]);
            // NB: NaN must not pass for equal.
            if (!(d <= most)) most = d;
        }
        return most;
    }

    @Test
    void anImageTwentyTimesTheTileShowsNoSeam() {
        Path bundle = PixelNetworks.unet(dir.resolve("unet"), b -> b);
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            byte[] bytes = new byte[1280 * 1280 * 3];
            new SplittableRandom(4).nextBytes(bytes);
            var image = ArrayImgs.unsignedBytes(bytes, 1280, 1280, 3);
            Img<FloatType> whole = PixelPrediction.with(model, network).tile(1280).on(image, true);
            Img<FloatType> tiled = PixelPrediction.with(model, network).tile(64).on(image, true);
            assertThat(largestDifference(whole, tiled)).isLessThan(1e-4f);
            Img<FloatType> asked =
                    PixelPrediction.with(model, network)
                            .tile(64)
                            .overlap(11 / 64.0)
                            .on(image, true);
            assertThat(largestDifference(whole, asked)).isLessThan(1e-4f);
            float[] p = values(whole);
            assertThat(p[0] + p[1280 * 1280] + p[2 * 1280 * 1280]).isCloseTo(1, within(1e-5f));
        }
    }

    @SuppressWarnings("unchecked")
    private static Img<FloatType> cast(Img<?> image) {
        return (Img<FloatType>) image;
    }

    @Test
    void publishedNetworksShowNoSeamEither() {
        Path zip =
                Path.of(System.getProperty("coverslip.data"))
                        .resolve("models/n2v-csbdeep/format-0.2.0-csbdeep.bioimage.io.zip");
        assumeTrue(Files.exists(zip), "skipped: " + zip + " is missing");
        try (ModelBundle model = Models.open(zip, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Img<FloatType> image = cast(noise(1280, 1280, 1, 30));
            Img<FloatType> whole = PixelPrediction.with(model, network).tile(1280).on(image, false);
            Img<FloatType> tiled = PixelPrediction.with(model, network).tile(256).on(image, false);
            assertThat(largestDifference(whole, tiled)).isLessThan(1e-4f);
        }
    }
}
