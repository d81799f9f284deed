package org.coverslip.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.network.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Native memory is given back by closing, not by the garbage collector. */
class MemoryTest {

    private static final Path STATUS = Path.of("/proc/self/status");

    /** Half a megabyte in and out: one tensor forgotten per cycle would show as 200 MB. */
    private static final Tensor IMAGE = Tensor.of(new float[131_072], 1, 256, 256, 2);

    private final TensorFlowEngine engine = new TensorFlowEngine();

    @TempDir Path temp;

    @Test
    void memoryStaysFlatOverFourHundredCyclesOfLoadPredictClose() throws IOException {
        Assumptions.assumeTrue(Files.exists(STATUS), "skipped: " + STATUS + " is missing");
        Path model = ModelWriter.halfPlusTwo().write(temp);
        cycles(model, 200);
        long before = residentMegabytes();
        cycles(model, 400);
        assertThat(residentMegabytes() - before).isLessThan(40);
    }

    private void cycles(Path model, int number) {
        for (int i = 0; i < number; i++) {
            try (Network network = engine.open(model, NetworkOptions.DEFAULT)) {
                assertThat(network.run(Map.of("x", IMAGE)).get("y").get(5)).isEqualTo(2);
            }
        }
    }

    private static long residentMegabytes() throws IOException {
        System.gc();
        for (String line : Files.readAllLines(STATUS))
            if (line.startsWith("VmRSS:")) return Long.parseLong(line.replaceAll("\\D", "")) >> 10;
        throw new IOException("no VmRSS in " + STATUS);
    }
}
