package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.evaluate.segmentation.InstanceQuality;
import org.coverslip.evaluate.segmentation.LabelOverlap;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Region;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Shipped;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.synthetic.MakeSlide;
import org.coverslip.synthetic.SlideParameters;
import org.coverslip.synthetic.SyntheticSlide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network that ships outlines the nuclei of synthetic slides it has never seen. */
class ShippedNucleiTest {

    private static final int SIDE = 1280;

    @TempDir Path dir;

    @Test
    void nineNucleiOfTenAreOutlinedRight() throws Exception {
        Path zip = Shipped.find(Path.of(Shipped.NUCLEI)).orElseThrow();
        assertThat(Files.size(zip)).isLessThan(1_000_000);
        LabelOverlap overlap = new LabelOverlap();
        try (ModelBundle model = Models.open(Path.of(Shipped.NUCLEI), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            for (long seed : new long[] {71, 72}) {
                SlideParameters p = SlideParameters.of(seed, SIDE, SIDE).withTissue(0.9);
                Path slide = dir.resolve("s" + seed + ".tif");
                MakeSlide.of(p).write(slide);
                Path out = dir.resolve("out" + seed);
                Segment.Result result =
                        Segment.with(model, network)
                                .images(List.of(ImageItem.of("s.tif", slide)))
                                .options(
                                        new SegmentOptions(
                                                new TileOptions(Region.ALL, 0, 0),
                                                0,
                                                0,
                                                false,
                                                new ObjectOptions(
                                                        ObjectOptions.Method.AUTO, 2, 0, 0)))
                                .output(out)
                                .run();
                assertThat(result.failures()).isEmpty();
                int[] truth = SyntheticSlide.of(p).render(0, 0, SIDE, SIDE).labels();
                int[] found = labels(out.resolve("s.tif/labels.tif"));
                int apart = (int) seed * 1_000_000;
                for (int i = 0; i < truth.length; i++) {
                    if (truth[i] > 0) truth[i] += apart;
                    if (found[i] > 0) found[i] += apart;
                }
                overlap.add(truth, found);
            }
        }
        InstanceQuality quality = new InstanceQuality(overlap);
        assertThat(quality.at(0.5).f1()).as(quality.at(0.5).toString()).isGreaterThanOrEqualTo(0.9);
        System.out.println(quality.at(0.5) + " AJI " + quality.aggregatedJaccard());
    }

    private static int[] labels(Path file) throws Exception {
        try (Slide slide = Slides.open(file)) {
            RandomAccessibleInterval<? extends RealType<?>> image = slide.image(0, 0);
            int[] labels = new int[SIDE * SIDE];
            int i = 0;
            for (RealType<?> v : Views.flatIterable(image)) labels[i++] = (int) v.getRealDouble();
            return labels;
        }
    }
}
