package org.coverslip.segment.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Geometry;

/** Objects on the border of two strips of a slide are those they would be without strips. */
class StarStripsTest {

    private static final int WIDTH = 300;
    private static final int HEIGHT = 200;
    private static final int RAYS = 16;

    private static float[][] planes(int grid) {
        int w = WIDTH / grid;
        int h = HEIGHT / grid;
        SplittableRandom random = new SplittableRandom(9);
        float[][] planes = new float[1 + RAYS][w * h];
        for (int i = 0; i < w * h; i++) {
            planes[0][i] = (float) random.nextDouble();
            for (int k = 1; k <= RAYS; k++) planes[k][i] = (float) random.nextDouble(4, 14);
        }
        return planes;
    }

    private static List<Found> find(float[][] planes, int grid, int strip, int rows) {
        int w = WIDTH / grid;
        int h = HEIGHT / grid;
        List<Found> found = new ArrayList<>();
        StarDecoder decoder = new StarDecoder(grid, false, RAYS, 0.8, 15);
        StarObjects objects = new StarObjects(decoder, 0.2, WIDTH, HEIGHT, w, found::add);
        for (int x = 0; x < w; x += strip) {
            int sw = Math.min(strip, w - x);
            for (int y = 0; y < h; y += rows) {
                int n = Math.min(rows, h - y);
                float[][] part = new float[planes.length][];
                for (int p = 0; p < planes.length; p++) {
                    part[p] = new float[sw * n];
                    for (int j = 0; j < n; j++) {
                        System.arraycopy(planes[p], (y + j) * w + x, part[p], j * sw, sw);
                    }
                }
                objects.rows(x, y, sw, n, part);
            }
        }
        objects.finish();
        found.sort(Comparator.comparingDouble(Found::score));
        return found;
    }

    @ParameterizedTest
    @CsvSource({"1, 300, 1", "1, 40, 7", "1, 13, 200", "2, 40, 3", "4, 20, 50"})
    void stripsMakeNoDifference(int grid, int strip, int rows) {
        float[][] planes = planes(grid);
        List<Found> whole = find(planes, grid, WIDTH, HEIGHT);
        List<Found> parts = find(planes, grid, strip, rows);
        assertThat(whole).hasSizeGreaterThan(60);
        assertThat(parts).hasSameSizeAs(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(parts.get(i).outline().equalsExact(whole.get(i).outline())).isTrue();
            assertThat(Arrays.equals(parts.get(i).mask().on(), whole.get(i).mask().on())).isTrue();
        }
    }

    @Test
    void roundingWhereTilesAreBlendedDoesNotChooseAnotherPolygon() {
        float[][] planes = planes(1);
        // NB: saturated networks say the same of all pixels in the middle of an object.
        for (int i = 0; i < planes[0].length; i++) planes[0][i] = Math.round(planes[0][i] * 8) / 8f;
        float[][] rounded = planes.clone();
        rounded[0] = planes[0].clone();
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < rounded[0].length; i++) {
            int ulps = random.nextInt(3) - 1;
            rounded[0][i] += ulps * Math.ulp(rounded[0][i]);
        }
        List<Geometry> whole = outlines(planes);
        assertThat(whole).hasSizeGreaterThan(60);
        assertThat(outlines(rounded)).containsExactlyInAnyOrderElementsOf(whole);
    }

    private static List<Geometry> outlines(float[][] planes) {
        return find(planes, 1, WIDTH, HEIGHT).stream().map(Found::outline).toList();
    }
}
