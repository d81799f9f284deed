package org.coverslip.segment.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.coverslip.evaluate.segmentation.InstanceQuality;
import org.coverslip.evaluate.segmentation.LabelOverlap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.GeometryFactory;

/** A perfect StarDist network is decoded perfectly, whole or in tiles. */
class StarDistTest {

    /** One label of the truth is two nuclei joined by a pixel; below this it becomes two. */
    private static final double THRESHOLD = 0.72;

    private static final GeometryFactory FACTORY = new GeometryFactory();
    private static final Path MASK =
            Path.of(System.getProperty("coverslip.data")).resolve("histology/mask2d.tif");

    private static StarPolygon random(SplittableRandom random, int rays, double x, double y) {
        float[] r = new float[rays];
        for (int k = 0; k < rays; k++) r[k] = (float) random.nextDouble(3, 12);
        return new StarPolygon(x, y, r, (float) random.nextDouble(), 1);
    }

    @Test
    void sharedAreasAreThoseOfJts() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 3000; i++) {
            StarPolygon a = random(random, 32, 0.3, 0.1);
            StarPolygon b =
                    random(
                            random,
                            i % 2 == 0 ? 32 : 19,
                            random.nextDouble(-15, 15),
                            random.nextDouble(-15, 15));
            double jts = a.outline(FACTORY).intersection(b.outline(FACTORY)).getArea();
            assertThat(a.intersection(b)).isCloseTo(jts, within(1e-3));
            assertThat(b.intersection(a)).isCloseTo(jts, within(1e-3));
            assertThat(a.area()).isCloseTo(a.outline(FACTORY).getArea(), within(1e-6));
        }
        StarPolygon same = random(random, 32, 5, 5);
        assertThat(same.intersection(same)).isCloseTo(same.area(), within(1e-4));
    }

    /** The planes of a perfect network: depth in the object, 1 at most, and rays. */
    private static float[][] ideal(ImageProcessor mask, int rays, int grid) {
        int w = mask.getWidth() / grid;
        int h = mask.getHeight() / grid;
        float[][] planes = new float[1 + rays][w * h];
        float[] deepest = new float[1 << 16];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int label = mask.get(x * grid, y * grid);
                if (label == 0) continue;
                float nearest = depth(mask, x * grid, y * grid, label);
                for (int k = 0; k < rays; k++) {
                    planes[1 + k][y * w + x] =
                            ray(mask, x * grid, y * grid, label, 2 * Math.PI * k / rays);
                }
                planes[0][y * w + x] = nearest;
                deepest[label] = Math.max(deepest[label], nearest);
            }
        }
        for (int i = 0; i < w * h; i++) {
            int label = mask.get(i % w * grid, i / w * grid);
            if (label > 0) planes[0][i] /= deepest[label];
        }
        return planes;
    }

    /** Distance to the nearest pixel of the image that is not the object's. */
    private static float depth(ImageProcessor mask, int x0, int y0, int label) {
        int nearest = Integer.MAX_VALUE;
        int reach = 20;
        for (int y = Math.max(0, y0 - reach); y <= Math.min(511, y0 + reach); y++) {
            for (int x = Math.max(0, x0 - reach); x <= Math.min(511, x0 + reach); x++) {
                if (mask.get(x, y) == label) continue;
                nearest = Math.min(nearest, (x - x0) * (x - x0) + (y - y0) * (y - y0));
            }
        }
        return (float) Math.sqrt(nearest);
    }

    /** As stardist's star_dist: unit steps, then back to the side of the last pixel. */
    private static float ray(ImageProcessor mask, int x0, int y0, int label, double angle) {
        double dx = Math.cos(angle);
        double dy = Math.sin(angle);
        for (int n = 1; ; n++) {
            int x = (int) Math.round(x0 + n * dx);
            int y = (int) Math.round(y0 + n * dy);
            boolean inside = x >= 0 && y >= 0 && x < mask.getWidth() && y < mask.getHeight();
            if (inside && mask.get(x, y) == label) continue;
            return (float) (n - 1 + 0.5 / Math.max(Math.abs(dx), Math.abs(dy)));
        }
    }

    /** Feeds the planes in tiles of a size, row by row, as a slide's would come. */
    private static List<StarPolygon> decode(float[][] planes, int w, int h, int grid, int tile) {
        List<StarPolygon> kept = new ArrayList<>();
        double longest = 128;
        StarDecoder decoder = new StarDecoder(grid, false, planes.length - 1, THRESHOLD, longest);
        StarNms nms = new StarNms(0.3, kept::add);
        for (int y = 0; y < h; y += tile) {
            int rows = Math.min(tile, h - y);
            for (int x = 0; x < w; x += tile) {
                int columns = Math.min(tile, w - x);
                float[][] part = new float[planes.length][columns * rows];
                for (int p = 0; p < planes.length; p++) {
                    for (int j = 0; j < rows; j++) {
                        System.arraycopy(planes[p], (y + j) * w + x, part[p], j * columns, columns);
                    }
                }
                decoder.candidates(x, y, columns, columns, rows, part, nms);
            }
            double known = (y + rows) * grid;
            nms.decide((x0, y0, x1, y1) -> y1 < known - longest);
        }
        nms.finish();
        kept.sort(Comparator.<StarPolygon>comparingDouble(p -> p.y).thenComparingDouble(p -> p.x));
        return kept;
    }

    @ParameterizedTest
    @CsvSource({"1, 32", "1, 64", "2, 32", "4, 32"})
    void theNucleiOfARealImageComeBackWholeAndInTiles(int grid, int rays) {
        assumeTrue(Files.exists(MASK), "skipped: " + MASK + " is missing");
        ImageProcessor mask = IJ.openImage(MASK.toString()).getProcessor();
        float[][] planes = ideal(mask, rays, grid);
        int w = mask.getWidth() / grid;
        int h = mask.getHeight() / grid;
        List<StarPolygon> whole = decode(planes, w, h, grid, 10_000);
        for (int tile : new int[] {37, 64, 200}) {
            List<StarPolygon> tiled = decode(planes, w, h, grid, tile);
            assertThat(tiled).hasSameSizeAs(whole);
            for (int i = 0; i < whole.size(); i++) {
                assertThat(tiled.get(i).outline(FACTORY).equalsExact(whole.get(i).outline(FACTORY)))
                        .isTrue();
            }
        }
        int[] truth = new int[mask.getPixelCount()];
        for (int i = 0; i < truth.length; i++) truth[i] = mask.get(i);
        int[] found = new int[truth.length];
        whole.sort(Comparator.comparingDouble(p -> p.score));
        int id = 0;
        for (StarPolygon p : whole) {
            id++;
            ObjectMask m = p.mask(mask.getWidth(), mask.getHeight());
            for (int y = m.y(); y < m.y() + m.height(); y++) {
                for (int x = m.x(); x < m.x() + m.width(); x++) {
                    if (m.contains(x, y)) found[y * mask.getWidth() + x] = id;
                }
            }
        }
        InstanceQuality quality = new InstanceQuality(new LabelOverlap().add(truth, found));
        assertThat(quality.at(0.7).f1()).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void theMostProbableOfThoseThatOverlapIsKeptWhateverTheOrderTheyComeIn() {
        SplittableRandom random = new SplittableRandom(7);
        List<StarPolygon> candidates = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            candidates.add(
                    random(random, 32, random.nextDouble(0, 400), random.nextDouble(0, 400)));
        }
        List<StarPolygon> expected = new ArrayList<>();
        List<StarPolygon> byScore = new ArrayList<>(candidates);
        byScore.sort(Comparator.comparingDouble(p -> -p.score));
        for (StarPolygon p : byScore) {
            if (expected.stream().noneMatch(k -> k.overlaps(p, 0.3))) expected.add(p);
        }
        List<StarPolygon> kept = new ArrayList<>();
        StarNms nms = new StarNms(0.3, kept::add);
        candidates.sort(Comparator.comparingDouble(p -> p.x));
        for (int i = 0; i < candidates.size(); i++) {
            nms.add(candidates.get(i));
            double known = candidates.get(i).x;
            if (i % 100 == 99) nms.decide((x0, y0, x1, y1) -> x1 < known - 12);
        }
        nms.finish();
        assertThat(kept).containsExactlyInAnyOrderElementsOf(expected);
    }
}
