package org.coverslip.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.coverslip.RefusedException;
import org.coverslip.report.FloatMap;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.SlideRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;

/** A density map says how many objects there are per mm2, at the border as in the middle. */
class DensityGridTest {

    private static final PixelSize HALF = new PixelSize(0.5, 0.5);

    @TempDir Path dir;

    private static DensityGrid grid(long width, long height, PixelSize size, double radius) {
        return new DensityGrid(width, height, size, radius, List.of("nucleus"));
    }

    private static void scatter(DensityGrid grid, int n, double width, double height) {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < n; i++)
            grid.add(0, random.nextDouble(width), random.nextDouble(height));
    }

    @Property(tries = 50)
    void allPartsOfADiscTogetherAreItsArea(@ForAll @DoubleRange(min = 0.1, max = 20) double r) {
        Disc disc = new Disc(r);
        double area = 0;
        for (int dy = -disc.reach(); dy <= disc.reach(); dy++) {
            int full = disc.full(dy);
            area += full < 0 ? 0 : 2 * full + 1;
            for (int k = 0; k < disc.part(dy).length; k++) {
                double part = disc.part(dy)[k];
                assertThat(part).isBetween(-1e-9, 1 + 1e-9);
                area += full + 1 + k == 0 ? part : 2 * part;
            }
        }
        assertThat(area).isCloseTo(Math.PI * r * r, within(1e-9 * (1 + r * r)));
    }

    @Test
    void onePointIsOnePerDiscAroundItAndNothingElsewhere() {
        DensityGrid grid = grid(4000, 3000, HALF, 100);
        grid.add(0, 2001, 1503);
        FloatMap map = grid.map(Coverage.ALL, DensityGrid.Computed.ALL).map();
        double one = 1 / (Math.PI * 0.1 * 0.1);
        int inside = 0;
        for (int y = 1; y < 3000; y += 7) {
            for (int x = 1; x < 4000; x += 7) {
                double um = Math.hypot(x - 2001, y - 1503) * 0.5;
                float value = map.at(0, x, y);
                // NB: a cell is 5 um, and a position is known to a cell.
                if (um < 100 - 10) assertThat(value).isCloseTo((float) one, within(1e-3f));
                if (um > 100 + 10) assertThat(value).isZero();
                if (um < 90) inside++;
            }
        }
        assertThat(inside).isGreaterThan(1000);
    }

    @Test
    void randomPointsHaveTheirDensityAlsoAtTheBorder() {
        int n = 200_000;
        DensityGrid grid = grid(8000, 6000, HALF, 150);
        scatter(grid, n, 8000, 6000);
        double known = n / (4.0 * 3.0);
        FloatMap map = grid.map(Coverage.ALL, DensityGrid.Computed.ALL).map();
        double border = 0;
        int cells = 0;
        for (int y = 0; y < map.height(); y++) {
            for (int x = 0; x < map.width(); x++) {
                float value = map.planes()[0][y * map.width() + x];
                // NB: at a corner, a quarter of the disc is on the image.
                double least = Math.PI * 0.15 * 0.15 / 4;
                assertThat(value)
                        .isCloseTo(
                                (float) known,
                                within((float) (6 * known / Math.sqrt(known * least))));
                boolean edge = x == 0 || y == 0 || x == map.width() - 1 || y == map.height() - 1;
                if (!edge) continue;
                border += value;
                cells++;
            }
        }
        assertThat(border / cells).isCloseTo(known, within(0.02 * known));
    }

    @Test
    void tissueIsAsDenseAtItsEdgeAsInside() {
        Coordinate[] triangle = {
            new Coordinate(500, 500),
            new Coordinate(3500, 700),
            new Coordinate(900, 2600),
            new Coordinate(500, 500)
        };
        SlideRegion tissue =
                new SlideRegion(
                        "", Optional.empty(), new GeometryFactory().createPolygon(triangle));
        DensityGrid grid = grid(4000, 3000, HALF, 60);
        scatter(grid, 300_000, 4000, 3000);
        double known = 300_000 / (2.0 * 1.5);
        FloatMap map = grid.map(SlideRegion.union(List.of(tissue)), DensityGrid.Computed.ALL).map();
        assertThat(map.at(0, 3900, 100)).isNaN();
        assertThat(map.at(0, 400, 1500)).isNaN();
        double sum = 0;
        int n = 0;
        for (double t = 0.1; t < 0.9; t += 0.01) {
            // NB: two cells inside the upper edge, where half of each disc is off the tissue.
            float value = map.at(0, 500 + 3000 * t, 500 + 200 * t + 14);
            sum += value;
            n++;
        }
        assertThat(sum / n).isCloseTo(known, within(0.05 * known));
    }

    @Test
    void whatWasNotComputedIsNotDividedBy() {
        DensityGrid grid = grid(2000, 2000, HALF, 100);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 50_000; i++) {
            grid.add(0, random.nextDouble(1000), random.nextDouble(2000));
        }
        FloatMap map = grid.map(Coverage.ALL, (x, y) -> x < 1000).map();
        double known = 50_000 / (0.5 * 1.0);
        assertThat(map.at(0, 995, 1000)).isCloseTo((float) known, within((float) (0.1 * known)));
        assertThat(map.at(0, 1005, 1000)).isNaN();
    }

    @Test
    void pixelsThatAreNotSquareMakeARoundDisc() {
        DensityGrid grid = grid(2000, 500, new PixelSize(0.5, 2), 100);
        grid.add(0, 1000, 250);
        FloatMap map = grid.map(Coverage.ALL, DensityGrid.Computed.ALL).map();
        assertThat(map.scaleX()).isCloseTo(4 * map.scaleY(), within(1e-9));
        assertThat(map.at(0, 1000 + 90 / 0.5, 250)).isGreaterThan(30);
        assertThat(map.at(0, 1000, 250 + 90 / 2.0)).isGreaterThan(30);
        assertThat(map.at(0, 1000 + 110 / 0.5, 250)).isZero();
        assertThat(map.at(0, 1000, 250 + 110 / 2.0)).isZero();
    }

    @Test
    void theGridOfAWholeSlideIsSmall() {
        DensityGrid grid = grid(200_000, 100_000, new PixelSize(0.25, 0.25), 10);
        scatter(grid, 1_000_000, 200_000, 100_000);
        FloatMap map = grid.map(Coverage.ALL, DensityGrid.Computed.ALL).map();
        assertThat(map.width()).isEqualTo(1500);
        assertThat(map.height()).isEqualTo(750);
        double mean = 0;
        for (float v : map.planes()[0]) mean += v / map.planes()[0].length;
        // NB: the disc is smaller than a cell here and stands for it.
        assertThat(mean).isCloseTo(1_000_000 / (50.0 * 25), within(1.0));
    }

    @Test
    void theFilesSayWhatTheirNumbersAre() throws Exception {
        DensityGrid grid = new DensityGrid(400, 300, HALF, 30, List.of("tumour", "stroma"));
        grid.add(1, 200, 150);
        DensityMap map = grid.map(Coverage.ALL, DensityGrid.Computed.ALL);
        Path picture = dir.resolve("picture.png");
        ImageIO.write(
                new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        try (Slide slide = Slides.open(picture)) {
            new DensityFiles(map, HALF).write(dir, slide, "made by a test");
        }
        ImagePlus image = IJ.openImage(dir.resolve("density.tif").toString());
        assertThat(image.getNChannels()).isEqualTo(2);
        assertThat(image.getBitDepth()).isEqualTo(32);
        assertThat(image.getCalibration().getUnit()).isIn("\u00b5m", "micron");
        assertThat(image.getWidth() * image.getCalibration().pixelWidth)
                .isCloseTo(200, within(image.getCalibration().pixelWidth));
        assertThat(image.getInfoProperty())
                .contains("made by a test", "1/mm2", "radius_um: 30", "tumour, stroma");
        image.setC(2);
        double one = 1 / (Math.PI * 0.03 * 0.03);
        assertThat(image.getProcessor().getf(image.getWidth() / 2, image.getHeight() / 2))
                .isCloseTo((float) one, within(0.01f));
        assertThat(map.densest()[0]).isZero();
        assertThat(map.densest()[1]).isCloseTo(one, within(0.01));
        BufferedImage drawn = ImageIO.read(dir.resolve("density.png").toFile());
        // NB: black glass: what is bright is density, and it is on the right, where stroma is.
        assertThat(drawn.getRGB(drawn.getWidth() / 4, 150) & 0xff00).isZero();
        assertThat(drawn.getRGB(drawn.getWidth() * 3 / 4, 150) & 0xff0000).isNotZero();
    }

    @Test
    void aRadiusThatIsNoneIsRefused() {
        for (double wrong : new double[] {-1, Double.NaN, 1e6}) {
            assertThatThrownBy(() -> DensityGrid.checked(wrong))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("density=");
        }
        assertThat(DensityGrid.checked(0)).isZero();
    }
}
