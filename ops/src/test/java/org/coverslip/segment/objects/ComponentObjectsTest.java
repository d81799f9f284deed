package org.coverslip.segment.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Objects of a plane are those that a plain flood fill finds. */
class ComponentObjectsTest {

    /** A plane in memory. */
    private record Plane(int width, int height, int[] values) implements LabelPlane {

        Plane(int width, int height) {
            this(width, height, new int[width * height]);
        }

        @Override
        public void read(int x, int y, int w, int h, int[] out) {
            for (int j = 0; j < h; j++) {
                System.arraycopy(values, (y + j) * width + x, out, j * w, w);
            }
        }

        @Override
        public void write(int x, int y, int w, int h, int[] in) {
            for (int j = 0; j < h; j++) {
                System.arraycopy(in, j * w, values, (y + j) * width + x, w);
            }
        }
    }

    /** Pixels of every component, over sides and corners, in reading order of the first ones. */
    private static List<List<Integer>> flood(int[] classes, int w, int h) {
        boolean[] seen = new boolean[classes.length];
        List<List<Integer>> all = new ArrayList<>();
        for (int start = 0; start < classes.length; start++) {
            if (seen[start] || classes[start] == 0) continue;
            List<Integer> own = new ArrayList<>();
            ArrayDeque<Integer> front = new ArrayDeque<>(List.of(start));
            seen[start] = true;
            while (!front.isEmpty()) {
                int i = front.remove();
                own.add(i);
                for (int k = 0; k < 9; k++) {
                    int x = i % w + k % 3 - 1;
                    int y = i / w + k / 3 - 1;
                    if (x < 0 || y < 0 || x >= w || y >= h) continue;
                    int n = y * w + x;
                    if (seen[n] || classes[n] != classes[start]) continue;
                    seen[n] = true;
                    front.add(n);
                }
            }
            own.sort(Comparator.naturalOrder());
            all.add(own);
        }
        return all;
    }

    private static List<Integer> pixels(Found found, int w) {
        List<Integer> own = new ArrayList<>();
        ObjectMask m = found.mask();
        for (int i = 0; i < m.on().length; i++) {
            if (m.on()[i]) own.add((m.y() + i / m.width()) * w + m.x() + i % m.width());
        }
        return own;
    }

    private static List<Found> find(Plane plane, double holes, double smallest) {
        List<Found> found = new ArrayList<>();
        boolean whole =
                new ComponentObjects(
                                plane,
                                new Plane(plane.width(), plane.height()),
                                v -> v,
                                ComponentObjects.Splitter.NONE,
                                holes,
                                smallest,
                                () -> false)
                        .find(found::add);
        assertThat(whole).isTrue();
        return found;
    }

    @Property(tries = 150)
    void componentsAreThoseOfAFloodFill(
            @ForAll @IntRange(min = 1, max = 40) int w,
            @ForAll @IntRange(min = 1, max = 40) int h,
            @ForAll @IntRange(min = 1, max = 3) int classes,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] values = new int[w * h];
        for (int i = 0; i < values.length; i++) values[i] = random.nextInt(classes + 1);
        List<List<Integer>> expected = flood(values, w, h);
        List<List<Integer>> got = new ArrayList<>();
        for (Found f : find(new Plane(w, h, values), 0, 0)) {
            List<Integer> own = pixels(f, w);
            assertThat(values[own.get(0)]).isEqualTo(f.label());
            got.add(own);
        }
        assertThat(got).containsExactlyInAnyOrderElementsOf(expected);
        int[] labels = RegionProps.label(values, w, h);
        for (int k = 0; k < expected.size(); k++) {
            for (int i : expected.get(k)) assertThat(labels[i]).isEqualTo(k + 1);
        }
    }

    @Test
    void onPlanesOfManyBlocksObjectsAreWholeAndOutlinedWhole() {
        // NB: blocks are 1024 x 256; snakes lie across several of them.
        int w = 2300;
        int h = 700;
        SplittableRandom random = new SplittableRandom(4);
        int[] values = new int[w * h];
        for (int k = 0; k < 400; k++) {
            double x = random.nextDouble(w);
            double y = random.nextDouble(h);
            double direction = random.nextDouble(2 * Math.PI);
            int label = 1 + random.nextInt(2);
            for (int step = 0; step < 160; step++) {
                direction += random.nextDouble(-0.2, 0.2);
                x += Math.cos(direction);
                y += Math.sin(direction);
                for (int i = 0; i < 9; i++) {
                    int px = (int) x + i % 3;
                    int py = (int) y + i / 3;
                    if (px >= 0 && py >= 0 && px < w && py < h) values[py * w + px] = label;
                }
            }
        }
        List<List<Integer>> expected = flood(values, w, h);
        List<Found> found = find(new Plane(w, h, values), 0, 0);
        assertThat(found.stream().map(f -> pixels(f, w)).toList())
                .containsExactlyInAnyOrderElementsOf(expected);
        for (Found f : found) {
            assertThat(f.outline().isValid()).isTrue();
            assertThat(f.outline().getArea()).isEqualTo(f.mask().pixels());
        }
        long large = expected.stream().filter(p -> p.size() >= 600).count();
        assertThat(find(new Plane(w, h, values), 0, 600)).hasSize((int) large);
    }

    @Test
    void aHoleIsFilledUpToItsLimitAndCountsForTheSize() {
        Plane plane = new Plane(40, 40);
        for (int y = 5; y < 25; y++) {
            for (int x = 5; x < 25; x++) {
                boolean rim = x == 5 || y == 5 || x == 24 || y == 24;
                plane.values()[y * 40 + x] = rim ? 1 : 0;
            }
        }
        // NB: a rim of 76 pixels around 324.
        assertThat(find(plane, 323, 0).get(0).mask().pixels()).isEqualTo(76);
        assertThat(find(plane, 324, 0).get(0).mask().pixels()).isEqualTo(400);
        assertThat(find(plane, 324, 300)).hasSize(1);
        assertThat(find(plane, 0, 77)).isEmpty();
    }

    @Property(tries = 60)
    void depthsAreDistancesToTheNearestPixelOutside(
            @ForAll @IntRange(min = 1, max = 25) int w,
            @ForAll @IntRange(min = 1, max = 25) int h,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        boolean[] on = new boolean[w * h];
        for (int i = 0; i < on.length; i++) on[i] = random.nextInt(12) > 0;
        float[] depth = DistanceMap.of(new ObjectMask(3, 7, w, h, on));
        for (int i = 0; i < on.length; i++) {
            double nearest = on[i] ? Double.POSITIVE_INFINITY : 0;
            for (int y = -1; y <= h && on[i]; y++) {
                for (int x = -1; x <= w; x++) {
                    boolean inside = x >= 0 && y >= 0 && x < w && y < h && on[y * w + x];
                    if (!inside) nearest = Math.min(nearest, Math.hypot(x - i % w, y - i / w));
                }
            }
            assertThat(depth[i]).isCloseTo((float) nearest, within(1e-4f));
        }
    }
}
