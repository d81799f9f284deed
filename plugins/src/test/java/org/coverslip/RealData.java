package org.coverslip;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Real models and images that lie beside the checkout; tests that need them are skipped where they
 * are missing.
 */
public final class RealData {

    private RealData() {}

    /**
     * A file or folder of the test material; the calling test is skipped, and says so, if it is not
     * there.
     */
    public static Path at(String relative) {
        Path path =
                Path.of(
                                System.getProperty("coverslip.data", "../../shared/data"),
                                relative.split("/"))
                        .toAbsolutePath()
                        .normalize();
        assumeTrue(Files.exists(path), "skipped: " + path + " is missing");
        return path;
    }
}
