package org.coverslip.tensorflow;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Real models that lie outside the project. */
final class TestData {

    private TestData() {}

    /** A file or folder of the reference data; the test is skipped where it is missing. */
    static Path find(String path) {
        Path file = Path.of(System.getProperty("coverslip.data", "../shared/data"), path);
        Assumptions.assumeTrue(Files.exists(file), "skipped: " + file + " is missing");
        return file;
    }
}
