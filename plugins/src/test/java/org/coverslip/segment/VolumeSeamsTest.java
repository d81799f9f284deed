package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Size;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tiles in three dimensions give together is what the network gives for the whole volume. */
class VolumeSeamsTest {

    @TempDir static Path dir;

    private static ArrayImg<UnsignedByteType, ByteArray> noise(int w, int h, int d) {
        byte[] bytes = new byte[w * h * d];
        new SplittableRandom(4).nextBytes(bytes);
        return ArrayImgs.unsignedBytes(bytes, w, h, 1, d);
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

    private static VolumePrediction predict(ModelBundle model, Network network, int tile) {
        return VolumePrediction.with(model, network).tile(tile);
    }

    private interface Check {
        void on(ModelBundle model, Network network);
    }

    private static void with(Path bundle, Check check) {
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            check.on(model, network);
        }
    }

    @Test
    void theRimThatIsMeasuredLeavesNoSeam() {
        var volume = noise(100, 100, 92);
        with(
                VoxelNetworks.unet(dir.resolve("measured"), 0, 0, b -> b),
                (model, network) -> {
                    Img<FloatType> whole = predict(model, network, 100).on(volume, false);
                    Img<FloatType> tiled = predict(model, network, 28).on(volume, false);
                    assertThat(largestDifference(whole, tiled)).isLessThan(1e-4f);
                    float[] p = values(whole);
                    int n = 100 * 100 * 92;
                    assertThat(p[0] + p[n] + p[2 * n]).isCloseTo(1, within(1e-5f));
                });
    }

    @Test
    void theHaloThatIsDeclaredLeavesNoSeam() {
        var volume = noise(80, 80, 76);
        with(
                VoxelNetworks.unet(dir.resolve("declared"), 6, 6, b -> b),
                (model, network) -> {
                    Img<FloatType> whole = predict(model, network, 80).on(volume, false);
                    assertThat(
                                    largestDifference(
                                            whole, predict(model, network, 24).on(volume, false)))
                            .isLessThan(1e-4f);
                    Img<FloatType> asked =
                            predict(model, network, 24).overlap(0.5).on(volume, false);
                    assertThat(largestDifference(whole, asked)).isLessThan(1e-4f);
                });
        with(
                VoxelNetworks.unet(dir.resolve("toosmall"), 1, 1, b -> b),
                (model, network) -> {
                    Img<FloatType> whole = predict(model, network, 80).on(volume, false);
                    Img<FloatType> tiled = predict(model, network, 24).on(volume, false);
                    // NB: the seams of a halo that is wrong are seen, or this test could not fail.
                    assertThat(largestDifference(whole, tiled)).isGreaterThan(1e-3f);
                });
    }

    @Test
    void channelsMayComeFirst() {
        var volume = noise(64, 64, 48);
        Path last = VoxelNetworks.unet(dir.resolve("last"), 6, 6, b -> b);
        Img<FloatType>[] found = images(2);
        with(last, (m, n) -> found[0] = predict(m, n, 64).on(volume, false));
        with(
                VoxelNetworks.channelsFirst(dir.resolve("first")),
                (m, n) -> found[1] = predict(m, n, 32).on(volume, false));
        assertThat(largestDifference(found[0], found[1])).isLessThan(1e-4f);
    }

    @SuppressWarnings("unchecked")
    private static Img<FloatType>[] images(int n) {
        return new Img[n];
    }

    @Test
    void anOutputOfLowerResolutionIsTheMeanOfItsVoxels() {
        var volume = noise(70, 66, 21);
        with(
                VoxelNetworks.bright(dir.resolve("small"), 4, 1, 2, b -> b),
                (model, network) -> {
                    Img<FloatType> tiled = predict(model, network, 16).on(volume, false);
                    assertThat(tiled.dimensionsAsLongArray()).containsExactly(35, 33, 21, 1);
                    var p = tiled.randomAccess();
                    var v = volume.randomAccess();
                    for (int[] at :
                            new int[][] {{0, 0, 0}, {34, 32, 20}, {17, 9, 11}, {8, 30, 5}}) {
                        double mean = 0;
                        for (int k = 0; k < 4; k++) {
                            int x = 2 * at[0] + k % 2;
                            int y = 2 * at[1] + k / 2;
                            mean += v.setPositionAndGet(x, y, 0, at[2]).get() / 255.0 / 4;
                        }
                        double expected = 1 / (1 + Math.exp(-4 * (mean - 0.5)));
                        assertThat(p.setPositionAndGet(at[0], at[1], at[2], 0).get())
                                .isCloseTo((float) expected, within(1e-5f));
                    }
                });
    }

    @Test
    void allSidesGiveTheSameForAnImageThatIsTurned() {
        var volume = noise(40, 40, 12);
        byte[] from = volume.update(null).getCurrentStorageArray();
        byte[] turned = new byte[from.length];
        for (int i = 0; i < from.length; i++) {
            int x = i % 40;
            int y = i / 40 % 40;
            turned[i / 1600 * 1600 + x * 40 + 39 - y] = from[i];
        }
        with(
                VoxelNetworks.unet(dir.resolve("sides"), 6, 6, b -> b),
                (model, network) -> {
                    Img<FloatType> a = predict(model, network, 40).augment(true).on(volume, false);
                    Img<FloatType> b =
                            predict(model, network, 40)
                                    .augment(true)
                                    .on(ArrayImgs.unsignedBytes(turned, 40, 40, 1, 12), false);
                    Img<FloatType> plain = predict(model, network, 40).on(volume, false);
                    float[] p = values(a);
                    float[] q = values(b);
                    for (int i = 0; i < p.length; i++) {
                        int x = i % 40;
                        int y = i / 40 % 40;
                        assertThat(q[i / 1600 * 1600 + x * 40 + 39 - y])
                                .isCloseTo(p[i], within(1e-5f));
                    }
                    assertThat(largestDifference(a, plain)).isGreaterThan(1e-2f);
                });
    }

    @Test
    void tilesMayHaveOneSizeOnly() {
        var volume = noise(64, 64, 48);
        Path bundle = VoxelNetworks.unet(dir.resolve("fixed"), 0, 0, b -> b);
        with(
                bundle,
                (model, network) -> {
                    Img<FloatType> whole = predict(model, network, 64).on(volume, false);
                    InputSpec in = model.requireImageModel();
                    List<Size> sizes = new ArrayList<>(in.sizes());
                    Collections.fill(sizes, new Size.Fixed(32));
                    sizes.set(0, new Size.Fixed(1));
                    sizes.set(4, new Size.Fixed(1));
                    ModelBundle fixed =
                            model.toBuilder()
                                    .inputs(
                                            List.of(
                                                    new InputSpec(
                                                            in.name(),
                                                            in.axes(),
                                                            in.type(),
                                                            sizes,
                                                            in.preprocessing())))
                                    .build();
                    Img<FloatType> tiled = predict(fixed, network, 0).on(volume, false);
                    assertThat(largestDifference(whole, tiled)).isLessThan(1e-4f);
                });
    }

    @Test
    void whatUnpaddedConvolutionsLoseIsReadFromAroundTheTileAndMirroredAtTheEdge() {
        var volume = noise(30, 26, 14);
        with(
                VoxelNetworks.unpadded(dir.resolve("unpadded")),
                (model, network) -> {
                    Img<FloatType> tiled = predict(model, network, 10).on(volume, false);
                    assertThat(tiled.dimensionsAsLongArray()).containsExactly(30, 26, 14, 1);
                    var p = tiled.randomAccess();
                    for (int[] at : new int[][] {{0, 0, 0}, {29, 25, 13}, {8, 7, 9}, {0, 12, 13}}) {
                        float expected = (float) (1 / (1 + Math.exp(2 - 4 * mean(volume, at))));
                        assertThat(p.setPositionAndGet(at[0], at[1], at[2], 0).get())
                                .isCloseTo(expected, within(1e-5f));
                    }
                });
    }

    /** Mean of 27 voxels as part of 255, mirrored at the centres of the outermost ones. */
    private static double mean(ArrayImg<UnsignedByteType, ByteArray> volume, int[] at) {
        var v = volume.randomAccess();
        double sum = 0;
        for (int k = 0; k < 27; k++) {
            int x = mirrored(at[0] + k % 3 - 1, (int) volume.dimension(0));
            int y = mirrored(at[1] + k / 3 % 3 - 1, (int) volume.dimension(1));
            int z = mirrored(at[2] + k / 9 - 1, (int) volume.dimension(3));
            sum += v.setPositionAndGet(x, y, 0, z).get() / 255.0;
        }
        return sum / 27;
    }

    private static int mirrored(int i, int n) {
        return i < 0 ? -i : i >= n ? 2 * n - 2 - i : i;
    }
}
