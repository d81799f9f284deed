package org.coverslip.train.prepare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.coverslip.model.step.FixedStandardize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures come back as they were kept, from any thread, and leave nothing behind. */
class PixelStoreTest {

    private static final int VALUES = 48;

    @TempDir Path dir;

    private static float[] picture(int i) {
        float[] pixels = new float[VALUES];
        for (int k = 0; k < VALUES; k++) {
            pixels[k] = i % 2 == 0 ? (i * 7 + k * 5) % 256 : (i * 7 + k * 5) % 255 + 0.3f;
        }
        return pixels;
    }

    @Test
    void everyBitComesBack() {
        Path file = dir.resolve("new/pictures.cache");
        try (PixelStore store = PixelStore.create(file, 500, VALUES)) {
            IntStream.range(0, 500).parallel().forEach(i -> store.put(i, picture(i)));
            IntStream.range(0, 500)
                    .parallel()
                    .forEach(i -> assertThat(store.get(i)).isEqualTo(picture(i)));
        }
        assertThat(file).doesNotExist();
    }

    /** A stopped training still reads them, to write the best network it had. */
    @Test
    void anInterruptedThreadReadsAndWritesLikeAnyOther() {
        try (PixelStore store = PixelStore.create(dir.resolve("i"), 2, VALUES)) {
            Thread.currentThread().interrupt();
            store.put(0, picture(0));
            assertThat(store.get(0)).isEqualTo(picture(0));
            assertThat(Thread.interrupted()).isTrue();
            store.put(1, picture(1));
            assertThat(store.get(1)).isEqualTo(picture(1));
        }
    }

    @Test
    void statisticsAreThoseOfTheTrainingPicturesAlone() {
        try (PixelStore store = PixelStore.create(dir.resolve("p"), 3, 4)) {
            store.put(0, new float[] {10, 100, 30, 100});
            store.put(1, new float[] {20, 100, 40, 100});
            store.put(2, new float[] {255, 0, 255, 0});
            FixedStandardize step =
                    (FixedStandardize)
                            Standardisation.of("featurewise", store, new int[] {0, 1}, 2).get(0);
            assertThat(step.mean()).isEqualTo(List.of(25.0, 100.0));
            assertThat(step.std().get(0)).isCloseTo(Math.sqrt(125), within(1e-9));
            assertThat(step.std().get(1)).isPositive();
        }
    }
}
