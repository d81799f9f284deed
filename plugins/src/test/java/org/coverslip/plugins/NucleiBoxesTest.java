package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.coverslip.NucleiPictures;
import org.coverslip.RefusedException;
import org.coverslip.detect.Detect;
import org.coverslip.detect.Detection;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.train.Learning;
import org.coverslip.train.Trained;
import org.coverslip.train.detection.TrainDetector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detector that ships finds the nuclei of slides that it never saw, however they are cut. */
class NucleiBoxesTest {

    private static final SlideParameters UNSEEN =
            SlideParameters.of(77, 2000, 2000).withTissue(0.6);

    @TempDir static Path dir;

    private static Path slide;
    private static ModelBundle model;
    private static Network network;

    @BeforeAll
    static void material() throws Exception {
        slide = dir.resolve("unseen.tif");
        NucleiPictures.asSlide(UNSEEN, slide);
        model = Models.open(Path.of(Shipped.NUCLEI_BOXES), Engines.get());
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        network.close();
        model.close();
    }

    private static List<Detection> detect(double threshold, int tile) {
        Path out = dir.resolve("out-" + tile + "-" + threshold);
        Detect detect = Detect.with(model, network);
        var result =
                detect.images(List.of(ImageItem.of("unseen.tif", slide)))
                        .settings(detect.settings().withThreshold(threshold))
                        .tiling(new TileOptions(Region.ALL, 0, 0))
                        .tile(tile)
                        .output(out)
                        .run();
        assertThat(result.failures()).isEmpty();
        return NucleiPictures.found(out.resolve("unseen.tif").resolve("objects.csv"));
    }

    @Test
    void averagePrecisionOnAnUnseenSlide() {
        List<Detection> found = detect(0.05, 512);
        assertThat(NucleiPictures.precision(UNSEEN, found)).isGreaterThanOrEqualTo(0.9);
    }

    @Test
    void theNumberOfObjectsDoesNotDependOnTheTiles() {
        double threshold = Detect.with(model, network).settings().threshold();
        int whole = detect(threshold, 1024).size();
        assertThat(whole).isGreaterThan(500);
        for (int tile : new int[] {256, 512}) {
            assertThat((double) detect(threshold, tile).size() / whole)
                    .as("tiles of " + tile)
                    .isEqualTo(1, within(0.005));
        }
    }

    /** Four epochs on two small pictures are nothing for a network that starts from nothing. */
    @Test
    void aDetectorOfOnesOwnStartsFromIt() throws Exception {
        Path images = dir.resolve("own");
        Path source = NucleiPictures.write(images, 300, 3, 400, NucleiPictures::asSlide);
        TrainDetector training =
                TrainDetector.with(Engines.get())
                        .labels(source, images)
                        .output(dir.resolve("own-detector"))
                        .spacing(0.5)
                        .learning(Learning.DEFAULT.withEpochs(2).withBatch(4).withRate(1e-4))
                        .startingFrom(Path.of(Shipped.NUCLEI_BOXES));
        Trained result = training.run();
        assertThat(result.metrics().get("validation ap50")).isGreaterThan(0.85);
        try (ModelBundle own = Models.open(result.model().orElseThrow(), Engines.get())) {
            assertThat(own.labels()).containsExactly("cell");
        }
        assertThatThrownBy(
                        () ->
                                TrainDetector.with(Engines.get())
                                        .labels(source, images)
                                        .output(dir.resolve("other"))
                                        .startingFrom(Path.of(Shipped.TISSUE))
                                        .run())
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no detector of centre points");
    }
}
