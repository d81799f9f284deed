package org.coverslip.segment.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeComponentsTest {

    private static int[][] label(byte[][] classes, int width) {
        return VolumeComponents.label(classes, width, () -> false);
    }

    /** Expected: skimage.measure.label(v, connectivity=3, background=0) of scikit-image 0.19.3. */
    @ParameterizedTest
    @CsvSource({"23, 17, 11, 2, 1, 84, 1361105813", "40, 31, 19, 3, 7, 1257, 1546584086"})
    void numbersAreThoseOfScikitImage(
            int w, int h, int d, int classes, int seed, int count, int hash) {
        int[][] ids = label(RandomVolumes.of(w, h, d, 70, classes, seed), w);
        assertThat(RandomVolumes.most(ids)).isEqualTo(count);
        assertThat(RandomVolumes.hash(ids)).isEqualTo(hash);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 8, 7, 80, 2",
        "1, 9, 9, 60, 1",
        "9, 1, 9, 60, 1",
        "9, 9, 1, 60, 2",
        "5, 5, 5, 0, 3"
    })
    void numbersAreThoseOfAFloodFromEveryVoxel(int w, int h, int d, int zero, int classes) {
        for (int seed = 0; seed < 40; seed++) {
            byte[][] volume = RandomVolumes.of(w, h, d, zero, classes, seed);
            assertThat(label(volume, w)).isDeepEqualTo(flood(volume, w, h));
        }
    }

    /** Slow and literal. */
    private static int[][] flood(byte[][] v, int w, int h) {
        int[][] ids = new int[v.length][w * h];
        int next = 0;
        for (int z = 0; z < v.length; z++) {
            for (int i = 0; i < w * h; i++) {
                if (v[z][i] == 0 || ids[z][i] > 0) continue;
                next++;
                ArrayDeque<int[]> open = new ArrayDeque<>();
                open.add(new int[] {i % w, i / w, z});
                ids[z][i] = next;
                while (!open.isEmpty()) {
                    int[] p = open.remove();
                    for (int k = 0; k < 27; k++) {
                        int x = p[0] + k % 3 - 1;
                        int y = p[1] + k / 3 % 3 - 1;
                        int zz = p[2] + k / 9 - 1;
                        if (x < 0 || y < 0 || zz < 0 || x >= w || y >= h || zz >= v.length)
                            continue;
                        if (v[zz][y * w + x] != v[z][i] || ids[zz][y * w + x] > 0) continue;
                        ids[zz][y * w + x] = next;
                        open.add(new int[] {x, y, zz});
                    }
                }
            }
        }
        return ids;
    }

    @Test
    void stopsWhenItIsTold() {
        assertThatThrownBy(() -> VolumeComponents.label(new byte[3][4], 2, () -> true))
                .isInstanceOf(CancellationException.class);
    }
}
