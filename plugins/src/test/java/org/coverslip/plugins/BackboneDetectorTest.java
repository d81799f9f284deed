package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.coverslip.NucleiPictures;
import org.coverslip.RealData;
import org.coverslip.detect.Detect;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.KerasModel;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.coverslip.report.Progress;
import org.coverslip.report.Table;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.Trained;
import org.coverslip.train.TransferStart;
import org.coverslip.train.detection.TrainDetector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier of X-rays that somebody published becomes the trunk of a detector of nuclei. */
class BackboneDetectorTest {

    private static final int EPOCHS = 7;

    @TempDir Path dir;

    /** Stopped after some epochs; what is asked between. */
    private static final class Stop implements Progress {

        private final int epochs;
        private int done;

        Stop(int epochs) {
            this.epochs = epochs;
        }

        @Override
        public void update(long done, long total, String unit) {}

        @Override
        public boolean isCanceled() {
            return done >= epochs;
        }
    }

    private TrainDetector training(Path labels, Path file, Stop stop) {
        return TrainDetector.with(Engines.get())
                .labels(labels, dir.resolve("slides"))
                .output(dir.resolve("out"))
                .transfer(new TransferStart(file, "all", 0.1))
                .seeing(Seeing.DEFAULT.withSpacing(0.5).withSize(96))
                .learning(Learning.DEFAULT.withEpochs(EPOCHS).withBatch(8).withRate(5e-3))
                .progress(stop)
                .listener(h -> stop.done = h.epochs().size());
    }

    @Test
    void frozenItFindsNucleiAndAStoppedTrainingGoesOn() throws Exception {
        Path file = RealData.at("models/pneumonia-keras/pneumonia_model.h5");
        Path labels =
                NucleiPictures.write(dir.resolve("slides"), 500, 5, 400, NucleiPictures::asSlide);

        Trained first = training(labels, file, new Stop(2)).run();
        assertThat(first.canceled()).isTrue();
        List<List<String>> before = Table.read(dir.resolve("out/history.csv")).rows();
        assertThat(before).hasSize(2);

        Trained result = training(labels, file, new Stop(EPOCHS + 1)).run();
        Table history = Table.read(dir.resolve("out/history.csv"));
        assertThat(history.rows()).hasSize(EPOCHS).startsWith(before.toArray(List[]::new));
        int loss = history.columns().indexOf("validation loss");
        double begun = Double.parseDouble(history.rows().get(0).get(loss));
        double ended = Double.parseDouble(history.rows().get(EPOCHS - 1).get(loss));
        assertThat(ended).isLessThan(0.75 * begun);
        assertThat(result.notes()).anyMatch(n -> n.contains("conv2d_2 (1/4)"));

        Path bundle = result.model().orElseThrow();
        KerasModel base = Engines.get().readKeras(file);
        try (ModelBundle model = Models.open(bundle, Engines.get())) {
            Map<String, Tensor> weights = Engines.get().weights(model.savedModel());
            assertThat(base.weights()).hasSizeGreaterThan(10);
            base.weights()
                    .forEach(
                            (name, stored) -> {
                                if (name.startsWith("conv")) {
                                    assertThat(weights.get(name)).as(name).isEqualTo(stored);
                                }
                            });
        }
        SlideParameters unseen = NucleiPictures.slide(600, 500);
        Path slide = dir.resolve("unseen.tif");
        NucleiPictures.asSlide(unseen, slide);
        Path objects = detect(bundle, slide, "one");
        assertThat(NucleiPictures.precision(unseen, NucleiPictures.found(objects)))
                .isGreaterThan(0.5);
        assertThat(detect(bundle, slide, "two")).hasSameBinaryContentAs(objects);
    }

    /** With a network that is opened for it alone. */
    private Path detect(Path bundle, Path slide, String name) {
        Path out = dir.resolve(name);
        try (ModelBundle model = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Detect detect = Detect.with(model, network);
            Detect.Result result =
                    detect.images(List.of(ImageItem.of("unseen.tif", slide)))
                            .settings(detect.settings().withThreshold(0.05))
                            .tiling(new TileOptions(Region.ALL, 0, 0))
                            .output(out)
                            .run();
            assertThat(result.failures()).isEmpty();
        }
        Path objects = out.resolve("unseen.tif/objects.csv");
        assertThat(Files.exists(objects)).isTrue();
        return objects;
    }
}
