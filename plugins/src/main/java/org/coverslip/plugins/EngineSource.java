package org.coverslip.plugins;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.network.Device;
import org.coverslip.network.Engines;
import org.coverslip.network.NetworkOptions;
import org.coverslip.words.ProductsSource;
import org.coverslip.words.cluster.EngineProducts;
import org.coverslip.words.cluster.Products;

/**
 * Distances by the engine that runs the network, on the same device.
 *
 * @param device {@code auto}, {@code cpu} or {@code gpu:N}
 */
record EngineSource(String device) implements ProductsSource {

    @Override
    public Products of(int width) {
        try {
            Path scratch = Files.createTempDirectory("coverslip-products");
            try {
                return new EngineProducts(
                        Engines.get(),
                        NetworkOptions.DEFAULT.withDevice(Device.parse(device)),
                        width,
                        scratch.resolve("network"));
            } finally {
                delete(scratch);
            }
        } catch (IOException e) {
            throw new RefusedException(
                    System.getProperty("java.io.tmpdir"),
                    "it cannot be written (" + e.getMessage() + ")",
                    "free space or set java.io.tmpdir",
                    e);
        }
    }

    private static void delete(Path tree) throws IOException {
        try (var files = Files.walk(tree)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList())
                Files.deleteIfExists(file);
        }
    }
}
