package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.RealData;
import org.coverslip.evaluate.segmentation.ClassQuality;
import org.coverslip.evaluate.segmentation.InstanceQuality;
import org.coverslip.evaluate.segmentation.LabelOverlap;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.step.Reduction;
import org.coverslip.model.step.ScaleRange;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.segment.objects.ObjectOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fluorescent nuclei in three dimensions, with the nuclei that people outlined. */
class RealVolumeTest {

    @TempDir Path dir;

    private static int[] slice(ImageStack stack, int z, boolean asClass) {
        int[] values = new int[stack.getWidth() * stack.getHeight()];
        for (int i = 0; i < values.length; i++) {
            int v = (int) stack.getProcessor(z + 1).getf(i);
            values[i] = asClass ? Math.min(1, v) : v;
        }
        return values;
    }

    /**
     * Expected: numpy.percentile(v, [1, 99.8]) of the whole stack, the threshold where the network
     * says 0.4, scikit-image's label(connectivity=3) and regionprops of what has 30 voxels or more.
     */
    @Test
    void nucleiThatAreBrightAreThoseOfScikitImage() {
        Path image = RealData.at("histology/img3d.tif");
        Path bundle = VoxelNetworks.bright(dir.resolve("bright"), 10, 1, 1, b -> b);
        Path out = dir.resolve("out");
        try (ModelBundle read = Models.open(bundle, Engines.get());
                Network network = Engines.get().open(read.savedModel(), NetworkOptions.DEFAULT)) {
            ScaleRange percentiles =
                    new ScaleRange(1, 99.8, Reduction.over("zyx"), 1e-6, Optional.empty());
            ModelBundle model =
                    read.toBuilder()
                            .inputs(
                                    List.of(
                                            read.requireImageModel()
                                                    .withPreprocessing(List.of(percentiles))))
                            .valueRange(null)
                            .build();
            // NB: percentiles of these small tiles would be quite others.
            Segment.Result result =
                    Segment.with(model, network)
                            .images(List.of(ImageItem.of("img3d.tif", image)))
                            .output(out)
                            .options(
                                    new SegmentOptions(
                                            new TileOptions(Region.ALL, 0, 0),
                                            16,
                                            0.4,
                                            false,
                                            new ObjectOptions(
                                                    ObjectOptions.Method.COMPONENTS, 30, 0, 0)))
                            .run();
            assertThat(result.failures()).isEmpty();
        }
        Table objects = Table.read(out.resolve("img3d.tif/objects.csv"));
        assertThat(objects.rows()).hasSize(16);
        assertThat(value(objects, 0, "voxels")).isEqualTo(2325);
        assertThat(value(objects, 0, "volume voxels")).isEqualTo(2325);
        assertThat(value(objects, 0, "x")).isCloseTo(19.07677419, within(1e-5));
        assertThat(value(objects, 0, "z")).isCloseTo(15.72881720, within(1e-5));
        assertThat(value(objects, 1, "channel 1 mean")).isCloseTo(255.17767988, within(1e-4));
        assertThat(value(objects, 1, "channel 1 sd")).isCloseTo(26.58577583, within(1e-4));
        Table summary = Table.read(out.resolve("summary.csv"));
        assertThat(value(summary, 0, "cell voxels")).isEqualTo(31387);
        assertThat(value(summary, 0, "slices")).isEqualTo(31);

        ImageStack labels = IJ.openImage(out.resolve("img3d.tif/labels.tif").toString()).getStack();
        int hash = 0;
        for (int z = 0; z < 31; z++) for (int v : slice(labels, z, false)) hash = 31 * hash + v;
        assertThat(hash).isEqualTo(-595472805);

        // NB: quality of a stack is added up slice by slice.
        ImagePlus truth = IJ.openImage(RealData.at("histology/mask3d.tif").toString());
        ImagePlus classes = IJ.openImage(out.resolve("img3d.tif/classes.tif").toString());
        LabelOverlap pixels = new LabelOverlap();
        LabelOverlap same = new LabelOverlap();
        for (int z = 0; z < 31; z++) {
            int[] t = slice(truth.getStack(), z, false);
            pixels.add(slice(truth.getStack(), z, true), slice(classes.getStack(), z, true));
            same.add(t, t);
        }
        assertThat(new ClassQuality(pixels).dice(1)).isCloseTo(0.7270880516, within(1e-9));
        assertThat(new InstanceQuality(same).at(0.5).matched()).isEqualTo(51);
    }

    private static double value(Table table, int row, String column) {
        return Double.parseDouble(table.rows().get(row).get(table.columns().indexOf(column)));
    }
}
