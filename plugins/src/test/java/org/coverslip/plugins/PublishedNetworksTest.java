package org.coverslip.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.RealData;
import org.coverslip.classify.Classify;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.slide.Resampling;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that others published, on real images, against numbers computed without TensorFlow. */
class PublishedNetworksTest {

    private static final int OUTPUT_COLUMN = 2;
    private static final int SECOND_LABEL = 5;

    @TempDir Path dir;

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "malaria-keras,  malaria_model.h5,   cells/malaria, parasitized, uninfected, 10",
        "pneumonia-keras, pneumonia_model.h5, chest-xray,    normal,      opacity,    50"
    })
    void everyOutputEqualsTheIndependentComputation(
            String model, String file, String images, String first, String second, int count)
            throws IOException {
        Path folder = RealData.at("models/" + model);
        Path input = RealData.at(images);
        Map<String, Double> expected = expected(folder.resolve("expected.tsv"));
        assertThat(expected).hasSize(count);
        Table summary = classify(folder.resolve(file), List.of(first, second), input, expected);
        assertThat(summary.columns())
                .containsExactly("image", "width", "height", "prediction", first, second);
        assertThat(summary.rows()).hasSize(count);
        double worst = 0;
        for (List<String> row : summary.rows()) {
            double got = Double.parseDouble(row.get(SECOND_LABEL));
            worst = Math.max(worst, Math.abs(got - expected.get(row.get(0))));
            assertThat(got).as(row.get(0)).isCloseTo(expected.get(row.get(0)), within(1e-4));
        }
        System.out.println(model + ": worst difference " + worst + " over " + count + " images");
    }

    private Table classify(Path file, List<String> labels, Path input, Map<String, Double> names) {
        try (ModelBundle read = Models.open(file, Engines.get())) {
            ModelBundle model =
                    read.toBuilder()
                            .labels(labels)
                            .normalization(Normalization.parse("0..1"))
                            .resize(Resampling.NEAREST)
                            .build();
            try (Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
                Classify.Result result =
                        Classify.with(model, network)
                                .images(
                                        names.keySet().stream()
                                                .map(n -> ImageItem.of(n, input.resolve(n)))
                                                .toList())
                                .output(dir.resolve("out"))
                                .run();
                assertThat(result.failures()).isEmpty();
                return Table.read(result.summary());
            }
        }
    }

    private static Map<String, Double> expected(Path tsv) throws IOException {
        Map<String, Double> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(tsv)) {
            if (line.startsWith("#")) continue;
            String[] cells = line.split("\t");
            values.put(cells[1], Double.parseDouble(cells[OUTPUT_COLUMN]));
        }
        return values;
    }
}
