package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.evaluate.segmentation.SegmentationReport;
import org.coverslip.geojson.Annotations;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.report.Table;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.tile.SlideRegion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A perfect StarDist network, run on a picture from tiles to files. */
class StarNetworkTest {

    private static final Path MASK =
            Path.of(System.getProperty("coverslip.data")).resolve("histology/mask2d.tif");
    private static final int RAYS = 32;

    /** Longer than any nucleus of the picture. */
    private static final int REACH = 40;

    @TempDir Path dir;

    /** The labels, and beside them how deep in its object a pixel lies, 1 at most on the grid. */
    private static ImagePlus picture(int grid) {
        ImageProcessor mask = IJ.openImage(MASK.toString()).getProcessor();
        int w = mask.getWidth();
        int h = mask.getHeight();
        FloatProcessor labels = mask.convertToFloatProcessor();
        FloatProcessor depths = new FloatProcessor(w, h);
        Map<Integer, Float> deepest = new HashMap<>();
        for (int i = 0; i < w * h; i++) {
            int label = mask.get(i);
            if (label == 0) continue;
            depths.setf(i, depth(mask, i % w, i / w, label));
            if (i % w % grid == 0 && i / w % grid == 0) {
                deepest.merge(label, depths.getf(i), Math::max);
            }
        }
        for (int i = 0; i < w * h; i++) {
            float most = deepest.getOrDefault(mask.get(i), 1f);
            if (mask.get(i) > 0) depths.setf(i, Math.min(1, depths.getf(i) / most));
        }
        ImageStack stack = new ImageStack(w, h);
        stack.addSlice(labels);
        stack.addSlice(depths);
        ImagePlus image = new ImagePlus("stars", stack);
        image.setDimensions(2, 1, 1);
        return new CompositeImage(image, CompositeImage.GRAYSCALE);
    }

    private static float depth(ImageProcessor mask, int x0, int y0, int label) {
        int nearest = 20 * 20;
        for (int y = Math.max(0, y0 - 20); y <= Math.min(mask.getHeight() - 1, y0 + 20); y++) {
            for (int x = Math.max(0, x0 - 20); x <= Math.min(mask.getWidth() - 1, x0 + 20); x++) {
                if (mask.get(x, y) == label) continue;
                nearest = Math.min(nearest, (x - x0) * (x - x0) + (y - y0) * (y - y0));
            }
        }
        return (float) Math.sqrt(nearest);
    }

    /** As stardist's star_dist: unit steps, then back to the side of the last pixel. */
    private static double ray(ComputedNetwork.Seen seen, int x0, int y0, double angle) {
        double dx = Math.cos(angle);
        double dy = Math.sin(angle);
        float label = seen.at(x0, y0, 0);
        int n = 1;
        for (; n < REACH; n++) {
            int x = (int) Math.round(x0 + n * dx);
            int y = (int) Math.round(y0 + n * dy);
            boolean inside = x >= 0 && y >= 0 && x < seen.width() && y < seen.height();
            if (!inside || seen.at(x, y, 0) != label) break;
        }
        return n - 1 + 0.5 / Math.max(Math.abs(dx), Math.abs(dy));
    }

    private static ComputedNetwork network(int ratio, int grid, boolean classes) {
        return ComputedNetwork.of(
                        2,
                        1 + RAYS + (classes ? 3 : 0),
                        (s, x, y, c) -> {
                            float label = s.at(x, y, 0);
                            boolean on = label > 0 && x % grid == 0 && y % grid == 0;
                            if (c == 0) return on ? s.at(x, y, 1) : 0;
                            if (!on) return 0;
                            if (c <= RAYS) return ray(s, x, y, 2 * Math.PI * (c - 1) / RAYS);
                            return c - RAYS - 1 == 1 + label % 2 ? 1 : 0;
                        })
                .ratio(ratio)
                .step(Math.max(4, ratio));
    }

    private ModelBundle model(ComputedNetwork n, boolean upsampled, int grid, List<String> labels) {
        ModelBundle.Builder b = n.bundle(dir.resolve("m")).labels(labels);
        OutputSpec o = b.build().outputs().get(0);
        int halo = (REACH + 8) / n.ratio();
        List<Integer> halos = List.of(0, halo, halo, 0);
        return b.outputs(
                        List.of(
                                new OutputSpec(
                                        o.name(), o.axes(), o.type(), o.sizes(), halos, List.of())))
                .decoder(
                        Map.of(
                                "type",
                                "stardist",
                                "grid",
                                grid,
                                "upsampled",
                                upsampled,
                                "rays",
                                RAYS,
                                "prob_threshold",
                                0.72,
                                "nms_threshold",
                                0.3))
                .build();
    }

    private static List<String> outlines(Path run) {
        List<String> all = new ArrayList<>();
        for (SlideRegion r : Annotations.read(run.resolve("image/objects.geojson")).regions()) {
            all.add(r.classification().orElse("") + " " + r.outline());
        }
        Collections.sort(all);
        return all;
    }

    @ParameterizedTest
    @CsvSource({"1, 1, false", "2, 2, false", "4, 4, false", "1, 2, true", "1, 4, true"})
    void nucleiComeBackWhateverTheGridAndTheTiles(int ratio, int grid, boolean upsampled) {
        assumeTrue(Files.exists(MASK), "skipped: " + MASK + " is missing");
        ComputedNetwork n = network(ratio, upsampled ? grid : 1, false);
        ModelBundle model = model(n, upsampled, grid, List.of("nucleus"));
        ImagePlus picture = picture(grid);
        List<String> whole = null;
        for (int tile : new int[] {512, 160}) {
            SegmentedRun run =
                    SegmentedRun.of(
                            model,
                            n,
                            picture,
                            SegmentedRun.options(tile, ObjectOptions.Method.AUTO),
                            dir.resolve("out" + tile));
            assertThat(run.result().failures()).isEmpty();
            Table quality = SegmentationReport.of(run.folder(), MASK).table();
            double f1 =
                    Double.parseDouble(
                            quality.rows().get(0).get(quality.columns().indexOf("f1_70")));
            assertThat(f1).isGreaterThanOrEqualTo(0.99);
            if (whole == null) whole = outlines(run.folder());
            else {
                List<String> tiled = outlines(run.folder());
                tiled.removeAll(whole);
                assertThat(tiled).isEmpty();
                assertThat(outlines(run.folder())).hasSameSizeAs(whole);
            }
        }
    }

    @Test
    void objectsOfANetworkWithClassesHaveThem() {
        assumeTrue(Files.exists(MASK), "skipped: " + MASK + " is missing");
        ComputedNetwork n = network(2, 1, true);
        ModelBundle model = model(n, false, 2, List.of("even", "odd"));
        SegmentedRun run =
                SegmentedRun.of(
                        model,
                        n,
                        picture(2),
                        SegmentedRun.options(256, ObjectOptions.Method.AUTO),
                        dir.resolve("out"));
        assertThat(run.result().failures()).isEmpty();
        ImageProcessor mask = IJ.openImage(MASK.toString()).getProcessor();
        List<String> x = run.objects("x");
        List<String> y = run.objects("y");
        List<String> label = run.objects("class");
        int right = 0;
        for (int i = 0; i < x.size(); i++) {
            int at =
                    mask.get(
                            (int) Double.parseDouble(x.get(i)), (int) Double.parseDouble(y.get(i)));
            if (label.get(i).equals(at % 2 == 0 ? "even" : "odd")) right++;
        }
        assertThat(right).isGreaterThanOrEqualTo(x.size() - 1);
        Table summary = Table.read(run.result().summary());
        int even =
                Integer.parseInt(
                        summary.rows().get(0).get(summary.columns().indexOf("even objects")));
        int odd =
                Integer.parseInt(
                        summary.rows().get(0).get(summary.columns().indexOf("odd objects")));
        assertThat(even + odd).isEqualTo(x.size());
        assertThat(Math.min(even, odd)).isGreaterThan(40);
    }
}
