package org.coverslip.segment;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.segment.dense.Overlap;
import org.coverslip.segment.dense.Rim;
import org.coverslip.segment.label.LabelSpool;
import org.coverslip.segment.objects.ComponentObjects;
import org.coverslip.segment.objects.StarDecoder;
import org.coverslip.segment.objects.StarObjects;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.DenseMosaic;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileSampler;

/** One plane of an image on its way from pixels to labels and objects. */
final class OnePlane implements AutoCloseable {

    private final Context at;
    private final int plane;
    private final RandomAccessibleInterval<? extends RealType<?>> level;
    private final PlaneCounts counts;
    private final int ratio;
    private LabelSpool classes;
    private LabelSpool objects;
    private DenseGrid grid;

    /**
     * What all planes of an image share.
     *
     * @param source facts about the image
     * @param mapping makes preparations
     * @param own folder of the image's results
     * @param wanted which output pixels are asked for
     * @param regions that are counted one by one, as pixels of the output
     * @param tests the same for points
     * @param sink takes the objects; null if none are made
     */
    record Context(
            SegmentJob job,
            SegmentPlan plan,
            Preparation.Source source,
            WholeImage mapping,
            Path own,
            RegionRaster wanted,
            List<RegionRaster> regions,
            List<ObjectSink.RegionTest> tests,
            ObjectSink sink) {}

    OnePlane(Context at, int plane, RandomAccessibleInterval<? extends RealType<?>> level) {
        this.at = at;
        this.plane = plane;
        this.level = level;
        this.ratio = at.job().ratio();
        counts =
                new PlaneCounts(
                        at.job().names().size(),
                        at.regions().size(),
                        at.plan().width(),
                        at.plan().height());
    }

    /** What was counted. */
    PlaneCounts counts() {
        return counts;
    }

    /** Classes of pixels; null where the network predicts objects only. */
    LabelSpool classes() {
        return at.job().reading().classes().isPresent() ? classes : null;
    }

    /** Numbers of objects; null if none were made. */
    LabelSpool objects() {
        return objects;
    }

    /** How many tiles it takes; known once it ran. */
    int tiles() {
        return grid.size();
    }

    /**
     * Runs the network and finds the objects.
     *
     * @param totals takes notes
     * @param planes of the image, for the progress
     */
    PlaneRun.Outcome run(Totals totals, int planes) {
        DenseGrid probe = at.plan().grid(at.job().network(), at.job().reading().planes(), 0, 0);
        TileSampler sampler =
                new TileSampler(
                        level, probe.inputWidth(), probe.inputHeight(), new EdgeRule.Reflect());
        Preparation preparation =
                at.mapping()
                        .preparation(
                                probe,
                                level,
                                at.source(),
                                at.plan().inputWidth(),
                                at.plan().inputHeight());
        Overlap overlap = overlap(probe, sampler, preparation);
        overlap.notes().forEach(totals.notes::add);
        if (probe.xs().length() > at.plan().width() && probe.xs().count() == 1) {
            totals.notes.add("it is smaller than a tile and was mirrored at its edges");
        }
        grid =
                at.plan()
                        .grid(
                                at.job().network(),
                                at.job().reading().planes(),
                                overlap.overlap(),
                                overlap.halo());
        boolean makesObjects = at.sink() != null;
        int scale = objectRatio();
        if (makesObjects) {
            int w = scale == ratio ? at.plan().width() : at.plan().inputWidth();
            int h = scale == ratio ? at.plan().height() : at.plan().inputHeight();
            objects = new LabelSpool(w, h, at.own().resolve(".objects.part"));
        }
        StarObjects stars = null;
        DenseMosaic.Sink sink;
        if (at.job().reading().decoder().isStarDist()) {
            stars = stars();
            sink =
                    new StarPass(
                            stars,
                            at.wanted(),
                            at.regions(),
                            counts,
                            at.plan().width(),
                            at.plan().height());
        } else {
            sink = pixels();
        }
        PlaneRun run =
                new PlaneRun(
                        at.job().network(),
                        at.job().reading()::meaning,
                        at.job().reading().planes(),
                        at.job().batch(),
                        at.job().options().augment(),
                        at.job().progress());
        int tiles = grid.size();
        PlaneRun.Outcome outcome =
                run.run(
                        grid,
                        sampler,
                        preparation,
                        at.source(),
                        sink,
                        (long) plane * tiles,
                        (long) planes * tiles);
        if (!outcome.whole()) return outcome;
        if (stars != null) stars.finish();
        boolean whole = stars != null || !makesObjects || components();
        return new PlaneRun.Outcome(whole, outcome.failed(), outcome.firstFault());
    }

    /** Input pixels per pixel of the objects' plane. */
    private int objectRatio() {
        return at.job().reading().decoder().isStarDist() ? 1 : ratio;
    }

    private ObjectSink.Target target() {
        ImageCells image = new ImageCells(grid, level, objectRatio());
        double share = at.job().reading().decoder().isStarDist() ? 1.0 / ratio / ratio : 0;
        return new ObjectSink.Target(plane, counts, objects, image, at.tests(), share);
    }

    private StarObjects stars() {
        StarDecoder decoder =
                at.job()
                        .reading()
                        .star(at.job().model(), at.job().network(), at.job().options().threshold());
        ObjectSink.Target target = target();
        return new StarObjects(
                decoder,
                at.job().reading().nms(),
                at.plan().inputWidth(),
                at.plan().inputHeight(),
                grid.xs().length(),
                found -> at.sink().add(found, target));
    }

    private DenseMosaic.Sink pixels() {
        classes =
                new LabelSpool(
                        at.plan().width(), at.plan().height(), at.own().resolve(".classes.part"));
        if (at.job().reading().classes().isPresent()) {
            return new PixelPass(
                    at.job().reading().classes().get(),
                    classes,
                    at.wanted(),
                    at.regions(),
                    counts,
                    at.job().reading()::countedAs);
        }
        return new DistancePass(
                classes,
                at.job().reading().distanceChannel(),
                at.job().reading().leastDistance(at.job().options().threshold()),
                at.wanted(),
                at.regions(),
                counts);
    }

    private boolean components() {
        ObjectSink.Target target = target();
        double pixel = at.sink().pixelArea();
        try (LabelSpool ids =
                new LabelSpool(classes.width(), classes.height(), at.own().resolve(".ids.part"))) {
            return new ComponentObjects(
                            classes,
                            ids,
                            at.job().reading()::componentClass,
                            at.job().reading().splitter(),
                            at.job().options().objects().holes() / pixel,
                            at.job().options().objects().smallest() / pixel,
                            at.job().progress()::isCanceled)
                    .find(found -> at.sink().add(found, target));
        }
    }

    private Overlap overlap(DenseGrid probe, TileSampler sampler, Preparation preparation) {
        boolean several = probe.xs().count() > 1 || probe.ys().count() > 1;
        if (!several) return new Overlap(0, 0, List.of());
        OptionalInt measured = OptionalInt.empty();
        if (at.job().network().halo() < 0) {
            DenseGrid.Place middle = middle(probe);
            measured =
                    new Rim(at.job().network())
                            .measure(
                                    probe,
                                    sampler,
                                    preparation,
                                    at.source(),
                                    probe.xs().origin(middle.column()) * ratio,
                                    probe.ys().origin(middle.row()) * ratio);
        }
        return Overlap.of(
                at.job().network().x().out(),
                at.job().options().tiling().overlap(),
                at.job().network().halo(),
                measured);
    }

    private static DenseGrid.Place middle(DenseGrid grid) {
        int skip = grid.size() / 2;
        DenseGrid.Place found = new DenseGrid.Place(0, 0, 0);
        for (DenseGrid.Place p : grid) {
            found = p;
            if (skip-- == 0) break;
        }
        return found;
    }

    @Override
    public void close() {
        if (classes != null) classes.close();
        if (objects != null) objects.close();
    }
}
