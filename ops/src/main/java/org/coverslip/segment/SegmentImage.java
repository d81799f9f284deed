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
import org.coverslip.segment.label.LabelFile;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Placement;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Location;

/** Segments one image, plane by plane, and writes what came out of it. */
final class SegmentImage {

    private final SegmentJob job;

    SegmentImage(SegmentJob job) {
        this.job = job;
    }

    /**
     * @return false if the user stopped it
     */
    boolean run(ImageItem item) throws IOException {
        try (Slide slide = item.opener().open()) {
            SegmentPlan plan =
                    SegmentPlan.of(
                            item,
                            slide,
                            job.model().spacing(),
                            job.ratio(),
                            job.options().tiling());
            return run(item, slide, plan);
        } catch (CancellationException e) {
            return false;
        }
    }

    private boolean run(ImageItem item, Slide slide, SegmentPlan plan) {
        String name = item.id().name();
        Path own = job.folder().folderOf(name);
        boolean pyramid =
                LabelFile.isPyramid(slide.levels().size() > 1, plan.width(), plan.height());
        if (pyramid && slide.planes() > 1) {
            throw new RefusedException(
                    name,
                    "it is a stack of " + slide.planes() + " planes too large for memory",
                    "segment the planes one by one");
        }
        Totals totals = new Totals(job.names().size(), plan.regions().size());
        LabelStacks stacks = new LabelStacks(own, plan, job.ratio(), pyramid, job.progress());
        Optional<DensityGrid> density = density(name, slide, plan);
        Placement placement = plan.placement(job.ratio());
        try (ObjectSink sink = job.makesObjects() ? sink(own, slide, plan, density) : null) {
            OnePlane.Context context = context(name, own, slide, plan, placement, sink);
            for (int p = 0; p < slide.planes(); p++) {
                try (OnePlane plane =
                        new OnePlane(context, p, slide.image(plan.scale().level(), p))) {
                    PlaneRun.Outcome outcome = plane.run(totals, slide.planes());
                    if (!outcome.whole()) return false;
                    plane.counts().addTo(totals);
                    totals.addTiles(plane.tiles(), outcome.failed(), outcome.firstFault());
                    if (p == 0) totals.maps.add(plane.counts().heat.map(placement));
                    stacks.add(plane, job.names().size(), sink == null ? 0 : sink.count());
                }
            }
            stacks.finish(job.names().size(), sink == null ? 0 : sink.count());
            if (sink != null) sink.finish();
        }
        new SegmentReport(job).write(item, slide, plan, totals, density);
        return true;
    }

    private Optional<DensityGrid> density(String name, Slide slide, SegmentPlan plan) {
        if (!job.makesObjects() || job.options().density() == 0) return Optional.empty();
        if (plan.pixelSize().isEmpty()) {
            job.folder().warn(DensityGrid.WITHOUT_PIXEL_SIZE);
            return Optional.empty();
        }
        if (slide.planes() > 1) {
            job.folder().warn(name + ": its density map is that of the first plane");
        }
        Level full = slide.levels().get(0);
        return Optional.of(
                new DensityGrid(
                        full.width(),
                        full.height(),
                        plan.pixelSize().get(),
                        job.options().density(),
                        job.names()));
    }

    private ObjectSink sink(
            Path own, Slide slide, SegmentPlan plan, Optional<DensityGrid> density) {
        int ratio = job.reading().decoder().isStarDist() ? 1 : job.ratio();
        boolean bytes = slide.image(0, 0).getType() instanceof UnsignedByteType;
        return new ObjectSink(
                own,
                job.names(),
                job.options().objects(),
                plan.placement(ratio),
                plan.outputPixelSize(ratio),
                density,
                slide.channels(),
                slide.rgb() && bytes);
    }

    private OnePlane.Context context(
            String name,
            Path own,
            Slide slide,
            SegmentPlan plan,
            Placement placement,
            ObjectSink sink) {
        List<RegionRaster> regions = new ArrayList<>();
        List<ObjectSink.RegionTest> tests = new ArrayList<>();
        for (SlideRegion region : plan.regions()) {
            regions.add(new RegionRaster(SlideRegion.union(List.of(region)), placement));
            var locator = new IndexedPointInAreaLocator(region.outline());
            tests.add((x, y) -> locator.locate(new Coordinate(x, y)) != Location.EXTERIOR);
        }
        return new OnePlane.Context(
                job,
                plan,
                new Preparation.Source(name, slide.rgb(), slide.displayRange()),
                new WholeImage(job.model(), job.mapping()),
                own,
                new RegionRaster(plan.coverage(), placement),
                regions,
                tests,
                sink);
    }
}
