package org.coverslip.tensorflow.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.coverslip.network.ImportedNetwork;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Networks that others trained and published give the outputs that NumPy computed for them. */
class PublishedNetworksTest {

    private static final Path DATA = Path.of(System.getProperty("coverslip.data"));

    @ParameterizedTest
    @CsvSource({
        "malaria-keras, malaria_model.h5, cells/malaria, 224, input_2, dense_1, Keras 2.15.0 HDF5",
        "pneumonia-keras, pneumonia_model.h5, chest-xray, 150, conv2d_input, dense_1, Keras 2.4.0 HDF5"
    })
    void givesTheExpectedScoreOfEveryImage(
            String folder,
            String file,
            String images,
            int size,
            String input,
            String output,
            String source,
            @TempDir Path to)
            throws IOException {
        Path model = DATA.resolve("models").resolve(folder).resolve(file);
        Assumptions.assumeTrue(Files.exists(model), "skipped: " + model + " is missing");

        ImportedNetwork network = new KerasImporter().importInto(model, to.resolve("m"));

        assertThat(network.source()).isEqualTo(source);
        assertThat(network.inputs())
                .singleElement()
                .satisfies(
                        p -> {
                            assertThat(p.tensor().name()).isEqualTo(input);
                            assertThat(p.tensor().shapeText())
                                    .isEqualTo("[?,%d,%d,3]".formatted(size, size));
                            assertThat(p.axes()).isEqualTo("byxc");
                        });
        assertThat(network.outputs())
                .singleElement()
                .satisfies(
                        p -> {
                            assertThat(p.tensor().name()).isEqualTo(output);
                            assertThat(p.activation()).isEqualTo("sigmoid");
                        });
        List<String> rows = Files.readAllLines(model.resolveSibling("expected.tsv"));
        try (SavedModelRunner runner = new SavedModelRunner(to.resolve("m"))) {
            for (String row : rows) {
                if (row.startsWith("#")) continue;
                String[] cells = row.split("\t");
                Tensor image = nearest(DATA.resolve(images).resolve(cells[1]), size);
                float score = runner.run(Map.of(input, image)).get(output).floats()[0];
                assertThat(score).as(cells[1]).isCloseTo(Float.parseFloat(cells[2]), within(1e-4f));
            }
        }
    }

    /** RGB / 255, resized as Pillow's NEAREST does: the pixel under the centre. */
    private static Tensor nearest(Path file, int size) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        int bands = image.getRaster().getNumBands();
        int[] columns = centres(image.getWidth(), size);
        int[] rows = centres(image.getHeight(), size);
        float[] values = new float[size * size * 3];
        int i = 0;
        for (int row : rows) {
            for (int column : columns) {
                for (int c = 0; c < 3; c++) {
                    int band = Math.min(c, bands - 1);
                    values[i++] = image.getRaster().getSample(column, row, band) / 255f;
                }
            }
        }
        return Tensor.of(values, 1, size, size, 3);
    }

    /** NB: Pillow adds the step up, so a centre on a pixel's edge falls on either side of it. */
    private static int[] centres(int from, int to) {
        int[] at = new int[to];
        double step = (double) from / to;
        double x = step / 2;
        for (int i = 0; i < to; i++, x += step) at[i] = (int) x;
        return at;
    }
}
