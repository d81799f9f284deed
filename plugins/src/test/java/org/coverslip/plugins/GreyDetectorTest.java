package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.ShortProcessor;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.coverslip.NucleiPictures;
import org.coverslip.RealData;
import org.coverslip.RefusedException;
import org.coverslip.detect.Detect;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.coverslip.tile.ValueMapping;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.Trained;
import org.coverslip.train.TransferStart;
import org.coverslip.train.detection.TrainDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Detectors learn from grey pictures of 8 and 16 bit, and from colours with alpha. */
class GreyDetectorTest {

    private static final int SIDE = 400;

    /** Black and white in the 16 bit pictures: few of their 65536 values. */
    private static final String RANGE = "1000,3000";

    @TempDir Path dir;

    /** Nuclei bright on dark, as under fluorescence: 1000 where the slide is white. */
    private static void deep(SlideParameters slide, Path file) {
        byte[] rgb = SyntheticSlide.of(slide).render(0, 0, SIDE, SIDE).rgb();
        short[] grey = new short[SIDE * SIDE];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (short) (1000 + 2000 * (255 - (rgb[3 * i] & 0xff)) / 255);
        }
        ShortProcessor pixels = new ShortProcessor(SIDE, SIDE, grey, null);
        new FileSaver(new ImagePlus("", pixels)).saveAsTiff(file.toString());
    }

    private static void grey(SlideParameters slide, Path file) {
        byte[] rgb = SyntheticSlide.of(slide).render(0, 0, SIDE, SIDE).rgb();
        byte[] red = new byte[SIDE * SIDE];
        for (int i = 0; i < red.length; i++) red[i] = rgb[3 * i];
        ByteProcessor pixels = new ByteProcessor(SIDE, SIDE, red);
        new FileSaver(new ImagePlus("", pixels)).saveAsTiff(file.toString());
    }

    /** A PNG, whatever it is called: readers go by content. */
    private static void withAlpha(SlideParameters slide, Path file) throws Exception {
        byte[] rgb = SyntheticSlide.of(slide).render(0, 0, SIDE, SIDE).rgb();
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < SIDE * SIDE; i++) {
            int colour =
                    (rgb[3 * i] & 0xff) << 16
                            | (rgb[3 * i + 1] & 0xff) << 8
                            | rgb[3 * i + 2] & 0xff;
            image.setRGB(i % SIDE, i / SIDE, 0x80000000 | colour);
        }
        ImageIO.write(image, "png", file.toFile());
    }

    private TrainDetector training(Path labels, String range, int epochs) {
        return TrainDetector.with(Engines.get())
                .labels(labels, dir.resolve("in"))
                .output(dir.resolve("out"))
                .filters(8)
                .seeing(Seeing.DEFAULT.withSize(96).withRange(ValueMapping.parse(range)))
                .learning(Learning.DEFAULT.withEpochs(epochs).withBatch(8).withRate(5e-3));
    }

    @Test
    void sixteenBitPicturesAreLearnedAndDetectedInOneRange() throws Exception {
        Path labels = NucleiPictures.write(dir.resolve("in"), 700, 4, SIDE, GreyDetectorTest::deep);
        assertThatThrownBy(() -> training(labels, "", 1).run())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(
                        ".tif: its pixels are not 8 bit and the model expects values from 0 to 255;"
                                + " say which values are black and white");

        Trained result = training(labels, RANGE, 10).run();

        SlideParameters unseen = NucleiPictures.slide(800, SIDE);
        Path picture = dir.resolve("unseen.tif");
        deep(unseen, picture);
        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get())) {
            assertThat(model.requireImageModel().channels()).hasValue(1);
            assertThat(model.description()).contains("range=" + RANGE);
            Detect.Result asked = detect(model, picture, "", "asked");
            assertThat(asked.failures().get("unseen.tif"))
                    .contains("range=display, range=type or range=min,max");
            Detect.Result found = detect(model, picture, RANGE, "found");
            assertThat(found.failures()).isEmpty();
        }
        Path objects = dir.resolve("found/unseen.tif/objects.csv");
        assertThat(NucleiPictures.precision(unseen, NucleiPictures.found(objects)))
                .isGreaterThan(0.8);
    }

    private Detect.Result detect(ModelBundle model, Path picture, String range, String name) {
        try (Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Detect detect = Detect.with(model, network);
            return detect.images(List.of(ImageItem.of("unseen.tif", picture)))
                    .settings(detect.settings().withThreshold(0.05))
                    .values(ValueMapping.parse(range))
                    .output(dir.resolve(name))
                    .run();
        }
    }

    @Test
    void greyPicturesMakeANetworkOfOneChannelAndColoursOneOfThree() throws Exception {
        for (var kind :
                Map.<Integer, NucleiPictures.Writer>of(
                                1, GreyDetectorTest::grey, 3, GreyDetectorTest::withAlpha)
                        .entrySet()) {
            Path labels = NucleiPictures.write(dir.resolve("in"), 700, 2, SIDE, kind.getValue());
            Trained result = training(labels, "", 1).run();
            assertThat(result.metrics()).containsEntry("training images", 1.0);
            try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get())) {
                assertThat(model.requireImageModel().channels()).hasValue(kind.getKey());
            }
        }
    }

    /** A network for colours sees grey pictures as equal red, green and blue. */
    @Test
    void aColourBackboneTakesGreyPictures() throws Exception {
        Path file = RealData.at("models/keras-architectures/architectures/malaria_cnn.keras");
        Path labels = NucleiPictures.write(dir.resolve("in"), 700, 2, SIDE, GreyDetectorTest::grey);
        Trained result = training(labels, "", 1).transfer(new TransferStart(file, "none", 1)).run();
        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get())) {
            assertThat(model.requireImageModel().channels()).hasValue(3);
        }
    }

    @Test
    void aGreyBackboneTakesColourPicturesByTheirLuminance() throws Exception {
        Path file = RealData.at("models/keras-architectures/architectures/unet_transpose.k2.h5");
        Path labels =
                NucleiPictures.write(dir.resolve("in"), 700, 2, SIDE, GreyDetectorTest::withAlpha);
        Trained result = training(labels, "", 1).transfer(new TransferStart(file, "all", 1)).run();
        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get())) {
            assertThat(model.requireImageModel().channels()).hasValue(1);
            assertThat(model.labels()).containsExactly(NucleiPictures.LABEL);
        }
    }
}
