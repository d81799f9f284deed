package org.coverslip.segment.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeObjectsTest {

    private static int[][] find(byte[][] classes, int width, PlaneMask wanted, SizeLimits limits) {
        return VolumeObjects.find(classes, width, wanted, limits, () -> false);
    }

    private static long count(int[][] ids) {
        return Arrays.stream(ids).flatMapToInt(Arrays::stream).filter(v -> v > 0).count();
    }

    /**
     * Expected: scipy.ndimage.binary_fill_holes 1.10.1, the holes with more voxels left out by
     * skimage.measure.label of the background with connectivity=1.
     */
    @ParameterizedTest
    @CsvSource({
        "0, -1518591064, 5792",
        "1, 471969265, 6037",
        "3, -1069390084, 6250",
        "1e6, 2113449340, 6658"
    })
    void holesAreThoseOfScipy(double most, int hash, int voxels) {
        byte[][] volume = RandomVolumes.of(24, 20, 16, 25, 1, 5);
        int[][] ids = find(volume, 24, PlaneMask.ALL, new SizeLimits(0, 0, most));
        assertThat(count(ids)).isEqualTo(voxels);
        assertThat(RandomVolumes.hash(ids)).isEqualTo(hash);
    }

    @Test
    void holesOfSeveralClassesAreThoseOfAFloodFromEveryVoxel() {
        int filled = 0;
        for (int seed = 0; seed < 60; seed++) {
            byte[][] volume = RandomVolumes.of(8, 7, 6, 25, 2, seed);
            int[][] expected = VolumeComponents.label(volume, 8, () -> false);
            long before = count(expected);
            fill(expected, 8, 7, 3);
            int[][] ids = find(volume, 8, PlaneMask.ALL, new SizeLimits(0, 0, 3));
            assertThat(ids).isDeepEqualTo(expected);
            filled += (int) (count(ids) - before);
        }
        assertThat(filled).isGreaterThan(20);
    }

    /** Slow and literal: floods the background over sides and looks at what it touches. */
    private static void fill(int[][] ids, int w, int h, int most) {
        int d = ids.length;
        int[][] from = Arrays.stream(ids).map(int[]::clone).toArray(int[][]::new);
        for (int start = 0; start < w * h * d; start++) {
            if (from[start / (w * h)][start % (w * h)] != 0) continue;
            Set<Integer> hole = new HashSet<>(Set.of(start));
            Set<Integer> touched = new HashSet<>();
            ArrayDeque<Integer> open = new ArrayDeque<>(hole);
            boolean out = false;
            while (!open.isEmpty()) {
                int p = open.remove();
                int[] at = {p % w, p / w % h, p / w / h};
                for (int k = 0; k < 6; k++) {
                    int[] n = at.clone();
                    n[k / 2] += k % 2 * 2 - 1;
                    if (n[0] < 0 || n[1] < 0 || n[2] < 0 || n[0] == w || n[1] == h || n[2] == d) {
                        out = true;
                        continue;
                    }
                    int id = from[n[2]][n[1] * w + n[0]];
                    int q = (n[2] * h + n[1]) * w + n[0];
                    if (id != 0) touched.add(id);
                    else if (hole.add(q)) open.add(q);
                }
            }
            if (out || touched.size() != 1 || hole.size() > most) continue;
            for (int p : hole) ids[p / w / h][p % (w * h)] = touched.iterator().next();
        }
    }

    @Test
    void aGrainInAHoleIsFilledWithItIfItIsTooSmall() {
        byte[][] volume = new byte[7][49];
        for (byte[] slice : volume) Arrays.fill(slice, (byte) 1);
        for (int z = 2; z < 5; z++) {
            for (int i = 0; i < 9; i++) volume[z][(2 + i / 3) * 7 + 2 + i % 3] = 0;
        }
        volume[3][3 * 7 + 3] = 2;
        assertThat(count(find(volume, 7, PlaneMask.ALL, new SizeLimits(2, 0, 30)))).isEqualTo(343);
        int[][] kept = find(volume, 7, PlaneMask.ALL, new SizeLimits(0, 0, 30));
        assertThat(count(kept)).isEqualTo(343 - 26);
        assertThat(kept[3][3 * 7 + 3]).isEqualTo(2);
    }

    @Test
    void whatReachesBeyondThePartAskedForIsNoHole() {
        byte[][] volume = new byte[5][25];
        for (byte[] slice : volume) Arrays.fill(slice, (byte) 1);
        volume[2][12] = 0;
        boolean[] wanted = new boolean[25];
        Arrays.fill(wanted, true);
        SizeLimits limits = new SizeLimits(0, 0, 9);
        assertThat(count(find(volume, 5, new PlaneMask(wanted), limits))).isEqualTo(125);
        wanted[13] = false;
        for (byte[] slice : volume) slice[13] = 0;
        assertThat(count(find(volume, 5, new PlaneMask(wanted), limits))).isEqualTo(119);
    }

    @Test
    void wrongSizesLeaveNoGapsInTheNumbers() {
        byte[][] volume = {{1, 0, 1, 1, 0, 1, 1, 1, 0, 1, 1, 1, 1}};
        assertThat(find(volume, 13, PlaneMask.ALL, new SizeLimits(2, 3, 0)))
                .isDeepEqualTo(new int[][] {{0, 0, 1, 1, 0, 2, 2, 2, 0, 0, 0, 0, 0}});
    }

    @Test
    void sumsAreThoseOfTheVoxels() {
        int[][] ids = {{1, 1, 0, 2}, {1, 0, 0, 2}};
        byte[][] labels = {{3, 0, 0, 1}, {3, 0, 0, 1}};
        ObjectSums sums = new ObjectSums(2, 1);
        for (int z = 0; z < 2; z++) sums.addShapes(z, ids[z], labels[z]);
        // NB: an image of twice the resolution along x and y, which lacks its last row.
        float[][] image = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}};
        sums.addValues(ids[0], 2, 4, image);
        ObjectSums.Measured first = sums.get(1);
        assertThat(sums.count()).isEqualTo(2);
        assertThat(first.label()).isEqualTo(3);
        assertThat(first.voxels()).isEqualTo(3);
        assertThat(first.centre()[0]).isCloseTo(0.5 + 1 / 3.0, within(1e-12));
        assertThat(first.centre()[2]).isCloseTo(0.5 + 1 / 3.0, within(1e-12));
        assertThat(first.from()).containsExactly(0, 0, 0);
        assertThat(first.to()).containsExactly(2, 1, 2);
        assertThat(first.sum()[0]).isEqualTo(36);
        assertThat(first.mean()[0]).isEqualTo(4.5);
        assertThat(first.deviation()[0]).isCloseTo(Math.sqrt(5.25), within(1e-12));
        assertThat(sums.get(2).sum()[0]).isEqualTo(23);
        assertThat(sums.get(2).from()).containsExactly(1, 1, 0);
    }
}
