package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Detect;
import org.coverslip.detect.Detection;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.evaluate.detection.DetectionQuality;
import org.coverslip.evaluate.detection.ScoredImage;
import org.coverslip.evaluate.detection.Truth;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.Nucleus;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.coverslip.train.Learning;
import org.coverslip.train.Trained;
import org.coverslip.train.detection.TrainDetector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detector that ships finds the nuclei of slides that it never saw, however they are cut. */
class NucleiBoxesTest {

    private static final int SIDE = 2000;

    @TempDir static Path dir;

    private static Path slide;
    private static List<Truth> truth;
    private static ModelBundle model;
    private static Network network;

    @BeforeAll
    static void material() throws Exception {
        SlideParameters p = SlideParameters.of(77, SIDE, SIDE).withTissue(0.6);
        slide = dir.resolve("unseen.tif");
        MakeSlide.of(p).write(slide);
        truth = new ArrayList<>();
        for (Nucleus n : SyntheticSlide.of(p).nucleiIn(0, 0, SIDE, SIDE)) {
            truth.add(new Truth(box(n).clip(SIDE, SIDE), 0));
        }
        model = Models.open(Path.of(Shipped.NUCLEI_BOXES), Engines.get());
        network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT);
    }

    @AfterAll
    static void close() {
        network.close();
        model.close();
    }

    private static Box box(Nucleus nucleus) {
        double[][] p = nucleus.polygon(32);
        Box box = new Box(p[0][0], p[0][1], p[0][0], p[0][1]);
        for (double[] q : p) box = box.union(new Box(q[0], q[1], q[0], q[1]));
        return box;
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
        Table objects = Table.read(out.resolve("unseen.tif").resolve("objects.csv"));
        List<Detection> found = new ArrayList<>();
        for (List<String> row : objects.rows()) {
            double x = Double.parseDouble(row.get(6));
            double y = Double.parseDouble(row.get(7));
            Box box =
                    new Box(
                            x,
                            y,
                            x + Double.parseDouble(row.get(8)),
                            y + Double.parseDouble(row.get(9)));
            found.add(new Detection(box, 0, Double.parseDouble(row.get(5))));
        }
        return found;
    }

    @Test
    void averagePrecisionOnAnUnseenSlide() {
        List<Detection> found = detect(0.05, 512);
        var quality =
                new DetectionQuality(List.of(new ScoredImage(truth, found)), 1, Integer.MAX_VALUE);
        assertThat(quality.averagePrecision(0, 0.5)).isGreaterThanOrEqualTo(0.9);
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
        Path images = Files.createDirectories(dir.resolve("own"));
        List<LabelledImage> labelled = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            SlideParameters p = SlideParameters.of(300 + i, 400, 400).withTissue(0.9);
            MakeSlide.of(p).write(images.resolve(i + ".tif"));
            List<LabelledBox> boxes = new ArrayList<>();
            for (Nucleus n : SyntheticSlide.of(p).nucleiIn(0, 0, 400, 400)) {
                boxes.add(new LabelledBox("cell", box(n).clip(400, 400)));
            }
            labelled.add(new LabelledImage(i + ".tif", 400, 400, boxes));
        }
        LabelSet labels = new LabelSet(List.of("cell"), labelled, List.of());
        Path source = LabelFormats.named("voc").write(labels, dir.resolve("own-labels"));
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
