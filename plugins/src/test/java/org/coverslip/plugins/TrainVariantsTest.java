package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.RealData;
import org.coverslip.TissuePictures;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Scores;
import org.coverslip.network.Engines;
import org.coverslip.report.Table;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.TrainClassifier;
import org.coverslip.train.TransferStart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other ways to train: several labels per picture, annotated slides, an old network's body. */
class TrainVariantsTest {

    @TempDir Path dir;

    private TrainClassifier training(int epochs) {
        return TrainClassifier.with(Engines.get())
                .images(dir.resolve("in").toString())
                .output(dir.resolve("out"))
                .learning(Learning.DEFAULT.withEpochs(epochs).withRate(3e-3));
    }

    @Test
    void severalLabelsPerPictureGiveASigmoidEach() throws Exception {
        Path input = dir.resolve("in");
        TissuePictures.write(input, 40, 32, 1);
        List<String> lines = new ArrayList<>(List.of("file,label"));
        try (var files = Files.walk(input)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String kind = file.getParent().getFileName().toString();
                String label =
                        switch (kind) {
                            case "normal" -> "No Finding";
                            case "stroma" -> "fibres|pink";
                            default -> "pink|tumour";
                        };
                lines.add(kind + "/" + file.getFileName() + "," + label);
            }
        }
        Path table = Files.write(dir.resolve("labels.csv"), lines);

        TrainClassifier.Result result = training(3).labels(table.toString()).run();

        assertThat(result.metrics()).containsKeys("validation accuracy", "validation recall pink");
        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get())) {
            assertThat(model.labels()).containsExactly("fibres", "pink", "tumour");
            assertThat(model.scores()).contains(Scores.SIGMOID);
        }
        List<String> truths =
                Table.read(dir.resolve("out/summary.csv")).rows().stream()
                        .map(r -> r.get(3))
                        .distinct()
                        .sorted()
                        .toList();
        assertThat(truths).containsExactly("fibres;pink", "none", "pink;tumour");
    }

    @Test
    void annotatedSlidesGiveANetworkForSlides() throws Exception {
        Path input = Files.createDirectories(dir.resolve("in"));
        for (int s = 1; s <= 4; s++) {
            MakeSlide.of(SlideParameters.of(s, 1200, 1200).withTissue(0.9))
                    .write(input.resolve("s" + s + ".tif"));
            Files.move(
                    input.resolve("s" + s + "-regions.geojson"),
                    input.resolve("s" + s + ".geojson"));
        }

        TrainClassifier.Result result =
                training(3).seeing(Seeing.DEFAULT.withSpacing(1).withSize(64)).run();

        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get())) {
            assertThat(model.spacing()).hasValue(1);
            assertThat(model.patch()).hasValue(64);
            assertThat(model.labels()).containsExactly("normal", "stroma", "tumour");
        }
        Table split = Table.read(dir.resolve("out/split.csv"));
        for (String slide : List.of("s1.tif", "s2.tif", "s3.tif", "s4.tif")) {
            assertThat(split.rows())
                    .filteredOn(r -> r.get(2).equals(slide))
                    .extracting(r -> r.get(3))
                    .isNotEmpty()
                    .allMatch(
                            part ->
                                    part.equals(
                                            split.rows().stream()
                                                    .filter(r -> r.get(2).equals(slide))
                                                    .findFirst()
                                                    .orElseThrow()
                                                    .get(3)));
        }
    }

    @Test
    void aPublishedNetworkGetsANewHead() {
        Path file = RealData.at("models/pneumonia-keras/pneumonia_model.h5");
        Path pictures = RealData.at("chest-xray");
        TrainClassifier.Result result =
                TrainClassifier.with(Engines.get())
                        .images(pictures.toString())
                        .output(dir.resolve("out"))
                        .learning(Learning.DEFAULT.withEpochs(2))
                        .seeing(Seeing.DEFAULT.withSize(150))
                        .transfer(new TransferStart(file, "all", 0.1))
                        .run();
        assertThat(result.failures()).isEmpty();
        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get())) {
            assertThat(model.labels()).containsExactly("normal", "opacity");
            assertThat(model.scores()).contains(Scores.SOFTMAX);
        }
    }
}
