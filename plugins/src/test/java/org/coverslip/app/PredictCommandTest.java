package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RealData;
import org.coverslip.SmallNetworks;
import org.coverslip.network.Npy;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Anyone can hold Coverslip against their Python: NumPy files in, NumPy files out, nothing in
 * between.
 */
class PredictCommandTest {

    @TempDir Path dir;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int predict(Object model, String input, String output) {
        PrintStream said = new PrintStream(err, true, StandardCharsets.UTF_8);
        List<String> line =
                List.of("predict", "model=" + model, "input=" + input, "output=" + output);
        return new CommandLine(said, said).run(line);
    }

    @Test
    void rawNumbersGoInAndComeOut() throws Exception {
        Path bundle = SmallNetworks.brightness(dir.resolve("bundle"), 2, 0);
        float[] values = {0, .25f, .5f, .75f, 1, 0, .5f, .5f, .5f, 1, 1, .25f};
        Npy.write(dir.resolve("x.npy"), Tensor.of(values, 1, 2, 2, 3));
        assertThat(
                        predict(
                                bundle,
                                dir.resolve("x.npy").toString(),
                                dir.resolve("y.npy").toString()))
                .isZero();
        double sum = 0;
        for (float v : values) sum += v / 4;
        Tensor y = Npy.read(dir.resolve("y.npy"));
        assertThat(y.shape()).containsExactly(1, 1);
        assertThat(y.get(0)).isCloseTo(1 / (1 + Math.exp(6 - 4 * sum)), within(1e-6));
    }

    @Test
    void severalTensorsStandInTheModelsOrder() throws Exception {
        String base =
                RealData.at("models/keras-architectures/structure")
                        .resolve("two_in_two_out")
                        .toString();
        String in = base + ".input0.npy," + base + ".input1.npy";
        String out = dir.resolve("a.npy") + "," + dir.resolve("b.npy");
        assertThat(predict(base + ".keras", in, out)).isZero();
        for (int i = 0; i < 2; i++) {
            float[] got = Npy.read(dir.resolve(i == 0 ? "a.npy" : "b.npy")).floats();
            float[] expected = Npy.read(Path.of(base + ".expected" + i + ".npy")).floats();
            assertThat(got).containsExactly(expected, within(1e-5f));
        }
    }

    @Test
    void theWrongNumberOfFilesOrAWrongShapeIsOneSentence() throws Exception {
        Path bundle = SmallNetworks.brightness(dir.resolve("bundle"), 2, 0);
        Npy.write(dir.resolve("x.npy"), Tensor.of(new float[12], 1, 2, 2, 3));
        String x = dir.resolve("x.npy").toString();
        assertThat(predict(bundle, x + "," + x, "y.npy")).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .contains("it has 1 input but 2 files were given");
        Npy.write(dir.resolve("x.npy"), Tensor.of(new float[12], 1, 3, 4, 1));
        err.reset();
        assertThat(predict(bundle, x, dir.resolve("y.npy").toString())).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .contains("shape")
                .endsWith(".")
                .doesNotContain("\n");
        assertThat(dir.resolve("y.npy")).doesNotExist();
    }
}
