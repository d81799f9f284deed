package org.coverslip.segment.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.coverslip.slide.PixelSize;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;

/** From pixels to objects. */
class ObjectsTest {

    private static int[] noise(int w, int h, long seed, int classes) {
        SplittableRandom random = new SplittableRandom(seed);
        int[] pixels = new int[w * h];
        for (int i = 0; i < pixels.length; i++) pixels[i] = random.nextInt(classes + 1);
        return pixels;
    }

    private static ObjectMask mask(String... rows) {
        boolean[] on = new boolean[rows.length * rows[0].length()];
        for (int i = 0; i < on.length; i++) {
            on[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#';
        }
        return new ObjectMask(0, 0, rows[0].length(), rows.length, on);
    }

    @Property(tries = 200)
    void componentsDoNotDependOnTheBlocksTheyComeIn(
            @ForAll @IntRange(min = 1, max = 30) int w,
            @ForAll @IntRange(min = 1, max = 30) int h,
            @ForAll @IntRange(min = 1, max = 12) int block,
            @ForAll @IntRange(min = 1, max = 2) int classes,
            @ForAll long seed) {
        int[] pixels = noise(w, h, seed, classes);
        int[] whole = ComponentScan.label(pixels, w, h);
        ComponentScan scan = new ComponentScan(w);
        int[] ids = new int[w * h];
        for (int y = 0; y < h; y += block) {
            for (int x = 0; x < w; x += block) {
                int bw = Math.min(block, w - x);
                int bh = Math.min(block, h - y);
                int[] part = new int[bw * bh];
                for (int i = 0; i < part.length; i++) {
                    part[i] = pixels[(y + i / bw) * w + x + i % bw];
                }
                int[] got = scan.block(x, y, bw, bh, part);
                for (int i = 0; i < part.length; i++) {
                    ids[(y + i / bw) * w + x + i % bw] = got[i];
                }
            }
        }
        for (int i = 0; i < ids.length; i++) {
            for (int j : new int[] {i - 1, i - w, 0, ids.length - 1}) {
                if (j < 0) continue;
                boolean one = scan.sets().find(ids[i]) == scan.sets().find(ids[j]);
                assertThat(one).isEqualTo(whole[i] == whole[j]);
            }
        }
    }

    @Property(tries = 300)
    void anOutlineHasTheAreaOfItsPixelsAndIsValid(
            @ForAll @IntRange(min = 1, max = 9) int w,
            @ForAll @IntRange(min = 1, max = 9) int h,
            @ForAll long seed) {
        int[] pixels = noise(w, h, seed, 1);
        boolean[] on = new boolean[w * h];
        int n = 0;
        for (int i = 0; i < on.length; i++) {
            on[i] = pixels[i] == 1;
            if (on[i]) n++;
        }
        if (n == 0) return;
        Geometry outline = Outline.of(new ObjectMask(100, 50, w, h, on));
        assertThat(outline.isValid()).isTrue();
        assertThat(outline.getArea()).isEqualTo(n);
        assertThat(outline.getEnvelopeInternal().getMinX()).isGreaterThanOrEqualTo(100);
    }

    @Test
    void holesUpToASizeAreFilledAndBaysAreNot() {
        ObjectMask mask = mask("#######", "#.#...#", "#######", "#..####", "#..#...");
        ObjectMask filled = Holes.fill(mask, 1);
        assertThat(filled.pixels()).isEqualTo(mask.pixels() + 1);
        assertThat(Holes.fill(mask, 3).pixels()).isEqualTo(mask.pixels() + 4);
        assertThat(Holes.fill(mask, 100).pixels()).isEqualTo(mask.pixels() + 4);
    }

    @Test
    void twoDiscsThatTouchAreCutAtTheirWaist() {
        int w = 50;
        boolean[] on = new boolean[w * 30];
        for (int i = 0; i < on.length; i++) {
            int x = i % w;
            int y = i / w;
            boolean left = Math.hypot(x - 15, y - 15) <= 11;
            boolean right = Math.hypot(x - 34, y - 15) <= 11;
            on[i] = left || right;
        }
        List<ObjectMask> parts = Watershed.split(new ObjectMask(0, 0, w, 30, on));
        assertThat(parts).hasSize(2);
        int all = new ObjectMask(0, 0, w, 30, on).pixels();
        assertThat(parts.get(0).pixels() + parts.get(1).pixels()).isEqualTo(all);
        assertThat(parts.get(0).pixels()).isCloseTo(all / 2, within(15));
        assertThat(parts.get(0).contains(15, 15)).isTrue();
        assertThat(parts.get(1).contains(34, 15)).isTrue();
    }

    @Test
    void aRectangleIsMeasuredInMicrometres() {
        String row = "####################";
        Shape s = Shape.of(mask(row, row, row, row, row, row), Optional.of(new PixelSize(.5, .5)));
        assertThat(s.area()).isEqualTo(30);
        assertThat(s.feret()).isCloseTo(Math.hypot(10, 3), within(1e-9));
        assertThat(s.feretMin()).isCloseTo(3, within(1e-9));
        assertThat(s.solidity()).isCloseTo(1, within(1e-9));
        assertThat(s.angle()).isZero();
        assertThat(s.x()).isEqualTo(10);
        assertThat(s.y()).isEqualTo(3);
        assertThat(s.perimeter()).isCloseTo(24, within(1e-9));
    }

    @Test
    void discsAreRoundAndStainsAreToldApart() {
        boolean[] on = new boolean[61 * 61];
        for (int i = 0; i < on.length; i++) on[i] = Math.hypot(i % 61 - 30, i / 61 - 30) <= 30;
        ObjectMask disc = new ObjectMask(0, 0, 61, 61, on);
        Shape s = Shape.of(disc, Optional.empty());
        assertThat(s.circularity()).isGreaterThan(0.9);
        assertThat(s.major()).isCloseTo(60, within(0.5));
        assertThat(s.eccentricity()).isLessThan(0.01);
        float[][] brown = new float[3][61 * 61];
        double[] od = {0.27, 0.57, 0.78};
        double length = Math.sqrt(od[0] * od[0] + od[1] * od[1] + od[2] * od[2]);
        for (int c = 0; c < 3; c++) {
            java.util.Arrays.fill(brown[c], (float) (255 * Math.pow(10, -0.4 * od[c] / length)));
        }
        Intensity i = Intensity.of(disc, brown, true);
        assertThat(Intensity.names(3, true)).endsWith("haematoxylin od", "eosin od", "dab od");
        assertThat(i.mean()[5]).isCloseTo(0.4, within(1e-4));
        assertThat(i.mean()[3]).isCloseTo(0, within(1e-4));
    }
}
