package org.coverslip.slide;

import java.nio.file.Files;
import java.nio.file.Path;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.junit.jupiter.api.Assumptions;

/** Published images to test with, and a number that tells one picture from another. */
final class RealData {

    private RealData() {}

    static Path file(String name) {
        Path path = Path.of(System.getProperty("coverslip.data", "shared/data")).resolve(name);
        Assumptions.assumeTrue(Files.exists(path), "skipped: " + path + " is missing");
        return path;
    }

    static double value(RandomAccessibleInterval<? extends RealType<?>> image, long... xyc) {
        RandomAccess<? extends RealType<?>> access = image.randomAccess();
        access.setPosition(xyc);
        return access.get().getRealDouble();
    }

    /**
     * Sum of {@code v_i * (i mod 9973 + 1)} over the image, x fastest, then y, then c. Expectations
     * are computed with NumPy from what Pillow, tifffile and pydicom read.
     */
    static long checksum(RandomAccessibleInterval<? extends RealType<?>> image) {
        RandomAccess<? extends RealType<?>> access = image.randomAccess();
        long sum = 0;
        long i = 0;
        for (long c = 0; c < image.dimension(2); c++) {
            for (long y = 0; y < image.dimension(1); y++) {
                access.setPosition(new long[] {0, y, c});
                for (long x = 0; x < image.dimension(0); x++, i++) {
                    sum += (long) access.get().getRealDouble() * (i % 9973 + 1);
                    access.fwd(0);
                }
            }
        }
        return sum;
    }
}
