package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import ij.ImagePlus;
import ij.io.Opener;
import ij.process.ImageProcessor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A denoising network exported by TensorFlow 1.13 from Fiji, training graph and all, whose shape
 * notes TensorFlow 2.16 rejects. The pair of pictures beside it was made by feeding ImageJ's X,Y
 * order into axes {@code byxc}.
 */
class CsbDeepModelTest {

    @TempDir Path temp;

    @Test
    void reproducesTheOutputThatCameWithIt() throws IOException {
        unzip(TestData.find("models/n2v-csbdeep/format-0.2.0-csbdeep.bioimage.io.zip"));
        ImageProcessor input = open("testinput.tif");
        ImageProcessor expected = open("testoutput.tif");
        int width = input.getWidth();
        int height = input.getHeight();
        float[] pixels = new float[width * height];
        for (int x = 0; x < width; x++)
            for (int y = 0; y < height; y++) pixels[x * height + y] = input.getf(x, y);

        long before = temporaryModels();
        float[] result;
        try (Network network = new TensorFlowEngine().open(temp, NetworkOptions.DEFAULT)) {
            Tensor image = Tensor.of(pixels, 1, width, height, 1);
            Tensor output = network.run(Map.of("input", image)).get("output");
            assertThat(output.shape()).containsExactly(1, width, height, 1);
            result = output.floats();
        }
        double worst = 0;
        for (int x = 0; x < width; x++)
            for (int y = 0; y < height; y++)
                worst = Math.max(worst, Math.abs(result[x * height + y] - expected.getf(x, y)));
        assertThat(worst).isLessThan(1e-4);
        assertThat(temporaryModels()).isEqualTo(before);
        assertThat(temp.resolve("variables/variables.index")).exists();
    }

    private static long temporaryModels() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(f -> f.getFileName().toString().startsWith("coverslip-model-"))
                    .count();
        }
    }

    private ImageProcessor open(String name) {
        ImagePlus image = new Opener().openImage(temp.resolve(name).toString());
        return image.getProcessor();
    }

    private void unzip(Path zip) throws IOException {
        try (InputStream file = Files.newInputStream(zip);
                ZipInputStream in = new ZipInputStream(file)) {
            for (ZipEntry entry; (entry = in.getNextEntry()) != null; ) {
                if (entry.isDirectory()) continue;
                Path to = temp.resolve(entry.getName());
                Files.createDirectories(to.getParent());
                Files.copy(in, to);
            }
        }
    }
}
