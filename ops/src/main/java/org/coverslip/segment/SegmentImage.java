package org.coverslip.segment;

import ij.ImageStack;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CancellationException;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.Progress;
import org.coverslip.report.RunFolder;
import org.coverslip.slide.Slide;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Placement;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.ValueMapping;

/** Segments one image, plane by plane, and writes what came out of it. */
final class SegmentImage {

    private final ModelBundle model;
    private final DenseNetwork network;
    private final PixelClasses classes;
    private final SegmentOptions options;
    private final ValueMapping mapping;
    private final int batch;
    private final Progress progress;
    private final RunFolder folder;

    SegmentImage(
            ModelBundle model,
            DenseNetwork network,
            PixelClasses classes,
            SegmentOptions options,
            ValueMapping mapping,
            int batch,
            Progress progress,
            RunFolder folder) {
        this.model = model;
        this.network = network;
        this.classes = classes;
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
            return new One(item, slide, plan).run();
        } catch (CancellationException e) {
            return false;
        }
    }

    /** What is known while one image is done. */
    private final class One {

        private final ImageItem item;
        private final Slide slide;
        private final SegmentPlan plan;
        private final Placement placement;
        private final Preparation.Source source;
        private final Path own;
        private final boolean pyramid;
        private final SegmentTotals totals;
        private ImageStack stack;

        One(ImageItem item, Slide slide, SegmentPlan plan) {
            this.item = item;
            this.slide = slide;
            this.plan = plan;
            String name = item.id().name();
            placement = plan.placement(network.x().ratio());
            source = new Preparation.Source(name, slide.rgb(), slide.displayRange());
            own = folder.folderOf(name);
            pyramid = LabelFile.isPyramid(slide.levels().size() > 1, plan.width(), plan.height());
            totals = new SegmentTotals(classes.names().size(), plan.regions().size());
            if (pyramid && slide.planes() > 1) {
                throw new RefusedException(
                        name,
                        "it is a stack of " + slide.planes() + " planes too large for memory",
                        "segment the planes one by one");
            }
        }

        boolean run() {
            for (int plane = 0; plane < slide.planes(); plane++) {
                if (!plane(plane)) return false;
            }
            if (!pyramid) {
                Path file = own.resolve("labels.tif");
                LabelFile.stack(
                        file,
                        stack,
                        stack.size(),
                        classes.names().size(),
                        placement,
                        plan.pixelSize());
            }
            new SegmentReport(folder, model, classes.names())
                    .write(item, slide, plan, placement, network.x().ratio(), totals);
            return true;
        }

        private boolean plane(int plane) {
            RandomAccessibleInterval<? extends RealType<?>> level =
                    slide.image(plan.scale().level(), plane);
            DenseGrid probe = plan.grid(network, classes.planes(), 0, 0);
            TileSampler sampler =
                    new TileSampler(
                            level, probe.inputWidth(), probe.inputHeight(), new EdgeRule.Reflect());
            Preparation preparation =
                    new WholeImage(model, mapping)
                            .preparation(
                                    probe,
                                    level,
                                    source,
                                    inputLength(plan.width()),
                                    inputLength(plan.height()));
            Overlap overlap = overlap(probe, sampler, preparation);
            DenseGrid grid =
                    plan.grid(network, classes.planes(), overlap.overlap(), overlap.halo());
            overlap.notes().forEach(totals::note);
            try (LabelSpool labels =
                    new LabelSpool(plan.width(), plan.height(), own.resolve(".labels.part"))) {
                PixelPass pass = pass(labels);
                PlaneRun run =
                        new PlaneRun(
                                network,
                                classes::probabilities,
                                classes.planes(),
                                batch,
                                options.augment(),
                                progress);
                int tiles = grid.size();
                PlaneRun.Outcome outcome =
                        run.run(
                                grid,
                                sampler,
                                preparation,
                                source,
                                pass,
                                (long) plane * tiles,
                                (long) slide.planes() * tiles);
                if (!outcome.whole()) return false;
                totals.add(pass, tiles, outcome);
                return keep(labels);
            }
        }

        private int inputLength(int output) {
            return Math.multiplyExact(output, network.x().ratio());
        }

        private PixelPass pass(LabelSpool labels) {
            List<RegionRaster> regions = new ArrayList<>();
            plan.regions()
                    .forEach(
                            r ->
                                    regions.add(
                                            new RegionRaster(
                                                    org.coverslip.tile.SlideRegion.union(
                                                            List.of(r)),
                                                    placement)));
            return new PixelPass(
                    classes,
                    labels,
                    new RegionRaster(plan.coverage(), placement),
                    regions,
                    placement);
        }

        private Overlap overlap(DenseGrid grid, TileSampler sampler, Preparation preparation) {
            int tile = network.x().out();
            OptionalInt measured = OptionalInt.empty();
            boolean several = grid.xs().count() > 1 || grid.ys().count() > 1;
            if (network.halo() < 0 && several) {
                DenseGrid.Place middle = middle(grid);
                int ratio = network.x().ratio();
                measured =
                        new Rim(network)
                                .measure(
                                        grid,
                                        sampler,
                                        preparation,
                                        source,
                                        grid.xs().origin(middle.column()) * ratio,
                                        grid.ys().origin(middle.row()) * ratio);
            }
            return several
                    ? Overlap.of(tile, options.tiling().overlap(), network.halo(), measured)
                    : new Overlap(0, 0, List.of());
        }

        private DenseGrid.Place middle(DenseGrid grid) {
            int skip = grid.size() / 2;
            DenseGrid.Place found = new DenseGrid.Place(0, 0, 0);
            for (DenseGrid.Place p : grid) {
                found = p;
                if (skip-- == 0) break;
            }
            return found;
        }

        private boolean keep(LabelSpool labels) {
            if (pyramid) {
                LabelFile.pyramid(
                        own.resolve("labels.tif"),
                        labels,
                        classes.names().size(),
                        plan.outputPixelSize(network.x().ratio()),
                        progress);
                return true;
            }
            int[] values = new int[plan.width() * plan.height()];
            labels.read(0, 0, plan.width(), plan.height(), values);
            if (stack == null) stack = new ImageStack(plan.width(), plan.height());
            stack.addSlice(
                    LabelFile.processor(
                            values, plan.width(), plan.height(), classes.names().size()));
            return true;
        }
    }
}
