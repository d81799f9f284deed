package org.coverslip.model.stain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import net.imglib2.img.array.ArrayImgs;
import org.coverslip.RefusedException;
import org.coverslip.model.step.Deconvolve;
import org.coverslip.model.step.FittedSteps;
import org.coverslip.model.step.StainNormalize;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Stains are brought to those of a reference, as other programs do it. */
class StainTest {

    private static final Path DATA =
            Path.of(System.getProperty("coverslip.data")).resolve("histology/stain");

    private static TensorBlock read(String name) throws IOException {
        Path file = DATA.resolve(name);
        assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        BufferedImage image = ImageIO.read(file.toFile());
        int w = image.getWidth();
        int h = image.getHeight();
        float[] data = new float[w * h * 3];
        for (int i = 0; i < w * h; i++) {
            int rgb = image.getRGB(i % w, i / w);
            for (int c = 0; c < 3; c++) data[3 * i + c] = rgb >> 16 - 8 * c & 0xff;
        }
        return new TensorBlock(data, new int[] {h, w, 3}, "yxc");
    }

    private static float[][] planes(TensorBlock block) {
        float[][] rgb = new float[3][block.data().length / 3];
        for (int i = 0; i < block.data().length; i++) rgb[i % 3][i / 3] = block.data()[i];
        return rgb;
    }

    private static double meanDifference(TensorBlock a, TensorBlock b) {
        double sum = 0;
        for (int i = 0; i < a.data().length; i++) sum += Math.abs(a.data()[i] - b.data()[i]);
        return sum / a.data().length;
    }

    /** The result is a figure of four pictures; the normalised one is the second. */
    private static TensorBlock panel(TensorBlock figure) {
        TensorBlock out = new TensorBlock(new float[168 * 224 * 3], new int[] {168, 224, 3}, "yxc");
        for (int i = 0; i < out.data().length; i++) {
            int x = i / 3 % 224 + 351;
            int y = i / 3 / 224 + 58;
            out.data()[i] = figure.data()[(y * 640 + x) * 3 + i % 3];
        }
        return out;
    }

    private static TensorBlock small(TensorBlock picture) {
        int h = picture.shape()[0];
        int w = picture.shape()[1];
        float[] planar = new float[picture.data().length];
        for (int i = 0; i < planar.length; i++) {
            planar[i % 3 * w * h + i / 3] = picture.data()[i];
        }
        var image = ArrayImgs.floats(planar, w, h, 3);
        Tile all = new Tile(0, 0, 0, 0, 0, w, h, 0, 0, 0, w, h);
        var small = new TileSampler(image, 224, 168, new EdgeRule.Reflect()).read(all);
        TensorBlock out = new TensorBlock(new float[168 * 224 * 3], new int[] {168, 224, 3}, "yxc");
        var at = small.randomAccess();
        for (int i = 0; i < out.data().length; i++) {
            at.setPosition(new int[] {i / 3 % 224, i / 3 / 224, i % 3});
            out.data()[i] = at.get().getRealFloat();
        }
        return out;
    }

    @Test
    void macenkoGivesWhatTorchstainGives() throws IOException {
        TensorBlock source = read("torchstain-source.png");
        TensorBlock expected = read("torchstain-result.png");
        StainNormalize step =
                StainNormalize.macenko(Macenko.of(planes(read("torchstain-target.png"))));
        step.fitted(source).apply(source, StepContext.NONE);
        assertThat(meanDifference(small(source), panel(expected))).isLessThan(3);
    }

    @Test
    void reinhardGivesTheImageTheColoursOfTheTarget() throws IOException {
        TensorBlock source = read("torchstain-source.png");
        Reinhard target = Reinhard.of(planes(read("torchstain-target.png")));
        StainNormalize.reinhard(target).apply(source, StepContext.NONE);
        Reinhard got = Reinhard.of(planes(source));
        for (int c = 0; c < 3; c++) {
            assertThat(got.mean()[c]).isCloseTo(target.mean()[c], within(3.0));
        }
    }

    @Test
    void labIsThatOfOthersAndBack() {
        double[] p = {120, 60, 180};
        Reinhard.toLab(p);
        assertThat(p[0]).isCloseTo(38.76, within(0.01));
        Reinhard.toRgb(p);
        assertThat(p[0]).isCloseTo(120, within(0.2));
        assertThat(p[2]).isCloseTo(180, within(0.2));
    }

    @Test
    void tilesOfASlideAreTreatedAlike() throws IOException {
        TensorBlock whole = read("torchstain-source.png");
        List<Step> fitted = FittedSteps.fitStain(List.of(StainNormalize.macenko()), whole);
        TensorBlock tile = new TensorBlock(new float[64 * 64 * 3], new int[] {64, 64, 3}, "yxc");
        int width = whole.shape()[1];
        for (int i = 0; i < tile.data().length; i++) {
            int x = i / 3 % 64 + 100;
            int y = i / 192 + 200;
            tile.data()[i] = whole.data()[(y * width + x) * 3 + i % 3];
        }
        Step.applyAll(fitted, tile, StepContext.NONE);
        Step.applyAll(fitted, whole, StepContext.NONE);
        for (int i = 0; i < tile.data().length; i++) {
            int x = i / 3 % 64 + 100;
            int y = i / 192 + 200;
            assertThat(tile.data()[i]).isEqualTo(whole.data()[(y * width + x) * 3 + i % 3]);
        }
    }

    @Test
    void glassAloneCannotBeNormalised() {
        float[] white = new float[3 * 400];
        java.util.Arrays.fill(white, 245);
        TensorBlock glass = new TensorBlock(white, new int[] {20, 20, 3}, "yxc");
        assertThatThrownBy(() -> StainNormalize.macenko().apply(glass, StepContext.NONE))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("stained");
        TensorBlock grey = new TensorBlock(new float[400], new int[] {20, 20, 1}, "yxc");
        assertThatThrownBy(() -> new Deconvolve().apply(grey, StepContext.NONE))
                .hasMessageContaining("1 channels");
    }

    @Test
    void brownTissueShowsDab() throws IOException {
        TensorBlock ihc = read("ihc.png");
        new Deconvolve().apply(ihc, StepContext.NONE);
        double[] mean = new double[3];
        for (int i = 0; i < ihc.data().length; i++) mean[i % 3] += ihc.data()[i];
        assertThat(mean[2]).isGreaterThan(mean[1]);
    }

    /** Numbers of scikit-image 0.19.3, {@code rgb2hed}; what is negative is 0 there. */
    @ParameterizedTest
    @CsvSource({
        "120, 60, 180, 0.0803849, 0.05175137, 0",
        "200, 150, 190, 0.0176737, 0.01563109, 0.01852945",
        "90, 60, 30, 0.04142787, 0, 0.18763871",
        "255, 255, 255, 0, 0, 0",
        "1, 1, 1, 0.48538604, 0, 0.35374153",
        "230, 120, 160, 0, 0.03817702, 0.04154015"
    })
    void deconvolutionIsThatOfScikitImage(
            double r, double g, double b, double h, double e, double d) {
        double[][] vectors = {{0.65, 0.70, 0.29}, {0.07, 0.99, 0.11}, {0.27, 0.57, 0.78}};
        double[] known = {h, e, d};
        for (int s = 0; s < 3; s++) {
            double[] v = vectors[s];
            // NB: there in units of six decades, and of vectors that are not quite of length 1.
            double unit = 6 * Math.sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
            double got = Math.max(0, ColourDeconvolution.HED.of(s, r, g, b));
            assertThat(got).isCloseTo(known[s] * unit, within(1e-6));
        }
    }
}
