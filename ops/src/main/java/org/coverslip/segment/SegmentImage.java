package org.coverslip.segment;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.coverslip.RefusedException;
import org.coverslip.density.DensityGrid;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.Progress;
import org.coverslip.report.RunFolder;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.segment.label.LabelFile;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Placement;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.SlideRegion;
import org.coverslip.tile.ValueMapping;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Location;

/** Segments one image, plane by plane, and writes what came out of it. */
final class SegmentImage {

    private final ModelBundle model;
    private final DenseNetwork network;
    private final Reading reading;
    private final SegmentOptions options;
    private final ValueMapping mapping;
    private final int batch;
    private final Progress progress;
    private final RunFolder folder;

    SegmentImage(
            ModelBundle model,
            DenseNetwork network,
            Reading reading,
            SegmentOptions options,
            ValueMapping mapping,
            int batch,
            Progress progress,
            RunFolder folder) {
        this.model = model;
        this.network = network;
        this.reading = reading;
        this.options = options;
        this.mapping = mapping;
        this.batch = batch;
        this.progress = progress;
        this.folder = folder;
    }

    /**
     * @return false if the user stopped it
     */
    boolean run(ImageItem item) throws IOException {
        try (Slide slide = item.opener().open()) {
            int ratio = network.x().ratio();
            SegmentPlan plan =
                    SegmentPlan.of(item, slide, model.spacing(), ratio, options.tiling());
            return run(item, slide, plan);
        } catch (CancellationException e) {
            return false;
        }
    }

    private boolean run(ImageItem item, Slide slide, SegmentPlan plan) {
        String name = item.id().name();
        Path own = folder.folderOf(name);
        boolean pyramid =
                LabelFile.isPyramid(slide.levels().size() > 1, plan.width(), plan.height());
        if (pyramid && slide.planes() > 1) {
            throw new RefusedException(
                    name,
                    "it is a stack of " + slide.planes() + " planes too large for memory",
                    "segment the planes one by one");
        }
        SegmentTotals totals = new SegmentTotals(reading.names().size(), plan.regions().size());
        LabelStacks stacks = new LabelStacks(own, plan, network.x().ratio(), pyramid, progress);
        Optional<DensityGrid> density = density(name, slide, plan);
        boolean objects = reading.objects().isPresent();
        try (ObjectSink sink = objects ? sink(own, slide, plan, density) : null) {
            OnePlane.Context context = context(name, own, slide, plan, sink);
            for (int p = 0; p < slide.planes(); p++) {
                try (OnePlane plane =
                        new OnePlane(context, p, slide.image(plan.scale().level(), p))) {
                    PlaneRun.Outcome outcome = plane.run(totals, slide.planes());
                    if (!outcome.whole()) return false;
                    totals.add(plane.counts(), plane.tiles(), outcome);
                    stacks.add(plane, reading.names().size(), sink == null ? 0 : sink.count());
                }
            }
            stacks.finish(reading.names().size(), sink == null ? 0 : sink.count());
            if (sink != null) sink.finish();
        }
        new SegmentReport(folder, model, reading.names(), objects)
                .write(item, slide, plan, network.x().ratio(), totals, density);
        return true;
    }

    private Optional<DensityGrid> density(String name, Slide slide, SegmentPlan plan) {
        if (reading.objects().isEmpty() || options.density() == 0) return Optional.empty();
        if (plan.pixelSize().isEmpty()) {
            folder.warn(DensityGrid.WITHOUT_PIXEL_SIZE);
            return Optional.empty();
        }
        if (slide.planes() > 1) {
            folder.warn(name + ": its density map is that of the first plane");
        }
        Level full = slide.levels().get(0);
        return Optional.of(
                new DensityGrid(
                        full.width(),
                        full.height(),
                        plan.pixelSize().get(),
                        options.density(),
                        reading.names()));
    }

    private ObjectSink sink(
            Path own, Slide slide, SegmentPlan plan, Optional<DensityGrid> density) {
        int ratio = reading.decoder().isStarDist() ? 1 : network.x().ratio();
        boolean bytes = slide.image(0, 0).getType() instanceof UnsignedByteType;
        return new ObjectSink(
                own,
                reading.names(),
                options.objects(),
                plan.placement(ratio),
                plan.outputPixelSize(ratio),
                density,
                slide.channels(),
                slide.rgb() && bytes);
    }

    private OnePlane.Context context(
            String name, Path own, Slide slide, SegmentPlan plan, ObjectSink sink) {
        Placement placement = plan.placement(network.x().ratio());
        List<RegionRaster> regions = new ArrayList<>();
        List<ObjectSink.RegionTest> tests = new ArrayList<>();
        for (SlideRegion region : plan.regions()) {
            regions.add(new RegionRaster(SlideRegion.union(List.of(region)), placement));
            var locator = new IndexedPointInAreaLocator(region.outline());
            tests.add((x, y) -> locator.locate(new Coordinate(x, y)) != Location.EXTERIOR);
        }
        return new OnePlane.Context(
                model,
                network,
                reading,
                options,
                plan,
                new Preparation.Source(name, slide.rgb(), slide.displayRange()),
                new WholeImage(model, mapping),
                batch,
                progress,
                own,
                new RegionRaster(plan.coverage(), placement),
                regions,
                tests,
                sink);
    }
}
