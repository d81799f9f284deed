package org.coverslip.segment;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.segment.dense.ClassesOfVoxels;
import org.coverslip.segment.dense.Decoder;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.segment.dense.DenseVolumes;
import org.coverslip.segment.objects.ObjectOptions;
import org.coverslip.segment.volume.ObjectSums;
import org.coverslip.segment.volume.PlaneMask;
import org.coverslip.segment.volume.Projection;
import org.coverslip.segment.volume.SizeLimits;
import org.coverslip.segment.volume.Volume;
import org.coverslip.segment.volume.VolumeGrid;
import org.coverslip.segment.volume.VolumeObjects;
import org.coverslip.segment.volume.VolumeRun;
import org.coverslip.segment.volume.VolumeTiles;
import org.coverslip.segment.volume.VoxelPass;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.SlideRegion;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Location;

/** Segments one stack as a volume, one point in time after the other, and writes what came out. */
final class SegmentVolume {

    /** Labels of classes are bytes. */
    private static final int MOST_CLASSES = 255;

    private final SegmentJob job;

    SegmentVolume(SegmentJob job) {
        this.job = job;
    }

    /**
     * @throws RefusedException if the request is one for planes only
     */
    static void require(ModelBundle model, Reading reading, SegmentOptions options) {
        if (reading.decoder().type() != Decoder.Type.SEMANTIC) {
            throw new RefusedException(
                    model.source(),
                    "its decoder "
                            + reading.decoder().type().name().toLowerCase(Locale.ROOT)
                            + " is known for planes only and the model takes volumes",
                    "use a model that gives classes, and objects=components");
        }
        if (options.objects().method() == ObjectOptions.Method.WATERSHED) {
            throw new RefusedException(
                    "objects=watershed",
                    "volumes are not cut at their waists",
                    "use objects=components for a model that takes volumes");
        }
        if (reading.names().size() > MOST_CLASSES) {
            throw new RefusedException(
                    model.source(),
                    "it has " + reading.names().size() + " classes",
                    "use a model with at most " + MOST_CLASSES + " for volumes");
        }
    }

    /**
     * @return false if the user stopped it
     */
    boolean run(ImageItem item) throws IOException {
        try (Slide slide = item.opener().open()) {
            DenseNetwork fitting = job.network().forSlices(slide.slices());
            DenseVolumes volumes =
                    new DenseVolumes(
                            fitting,
                            job.reading()::meaning,
                            job.reading().planes(),
                            job.options().augment());
            boolean objects = job.makesObjects();
            VolumePlan plan =
                    VolumePlan.of(item, slide, job.model(), volumes, job.options(), objects);
            boolean whole = false;
            try {
                whole = run(item, slide, plan, volumes);
            } finally {
                if (!whole) forget(job.folder().folderOf(item.id().name()));
            }
            return whole;
        } catch (CancellationException e) {
            return false;
        }
    }

    /** Takes the image's folder away if nothing stands in it. */
    private static void forget(Path own) throws IOException {
        try {
            Files.deleteIfExists(own);
        } catch (DirectoryNotEmptyException e) {
            // NB: results of an earlier run stand there.
        }
    }

    private boolean run(ImageItem item, Slide slide, VolumePlan plan, DenseVolumes volumes) {
        String name = item.id().name();
        Path own = job.folder().folderOf(name);
        List<String> names = job.names();
        boolean objects = job.makesObjects();
        int n = plan.plane().regions().size();
        Totals totals = new Totals(names.size(), n);
        VolumeLabels labels = new VolumeLabels(own, plan);
        VolumeRun run = new VolumeRun(volumes, job.batch(), job.progress());
        var source = new Preparation.Source(name, slide.rgb(), slide.displayRange());
        PlaneMask wanted = mask(plan, plan.plane().coverage());
        List<PlaneMask> regions =
                plan.plane().regions().stream()
                        .map(r -> mask(plan, SlideRegion.union(List.of(r))))
                        .toList();
        VolumeGrid.Overlaps overlaps = null;
        try (VolumeTable table =
                objects ? new VolumeTable(own, names, plan, slide.channels(), slide.rgb()) : null) {
            for (int t = 0; t < plan.frames(); t++) {
                Volume volume = Volume.of(slide, t);
                VolumeTiles tiles =
                        VolumeTiles.of(job.model(), job.mapping(), volumes, volume, source);
                if (overlaps == null) {
                    overlaps = run.overlaps(volume, tiles, job.options().tiling().overlap());
                    totals.notes.addAll(overlaps.notes());
                }
                Coverage inside = plan.plane().coverage();
                VolumeGrid grid = new VolumeGrid(volumes, volume, overlaps, inside);
                mirrored(grid, plan).ifPresent(totals.notes::add);
                VoxelPass pass = pass(plan, wanted, regions);
                int size = grid.size();
                long all = (long) plan.frames() * size;
                VolumeRun.Outcome outcome = run.run(grid, tiles, name, pass, (long) t * size, all);
                if (!outcome.whole()) return false;
                addTo(totals, pass);
                totals.addTiles(size, outcome.failed(), outcome.firstFault());
                totals.maps.add(pass.peaks().map(plan.plane().placement(plan.ratio())));
                labels.addClasses(pass.labels());
                if (!objects) continue;
                int[][] ids = objects(pass.labels(), plan, wanted, volume, table, totals, t);
                labels.addObjects(ids, most(totals));
            }
            var seen = Projection.of(Volume.of(slide, 0), job.progress()::isCanceled);
            labels.finish(names.size(), most(totals));
            if (table != null) table.finish();
            new VolumeReport(job).write(item, slide, plan, totals, seen);
        }
        return true;
    }

    private static void addTo(Totals totals, VoxelPass pass) {
        totals.all.add(pass.analysed(), pass.voxels());
        for (int r = 0; r < totals.regions.size(); r++) {
            totals.regions.get(r).add(pass.regionAnalysed()[r], pass.regionVoxels()[r]);
        }
    }

    private VoxelPass pass(VolumePlan plan, PlaneMask wanted, List<PlaneMask> regions) {
        return new VoxelPass(
                new ClassesOfVoxels(job.reading().classes().orElseThrow()),
                plan.plane().width(),
                plan.plane().height(),
                plan.depth(),
                wanted,
                regions);
    }

    private static PlaneMask mask(VolumePlan plan, Coverage part) {
        if (part == Coverage.ALL) return PlaneMask.ALL;
        return new PlaneMask(
                new RegionRaster(part, plan.plane().placement(plan.ratio()))
                        .inside(0, 0, plan.plane().width(), plan.plane().height()));
    }

    /** Along which axes the image is smaller than a tile. */
    private static Optional<String> mirrored(VolumeGrid grid, VolumePlan plan) {
        List<String> axes = new ArrayList<>();
        if (smaller(grid.xs().count(), grid.xs().length(), plan.plane().width())) axes.add("x");
        if (smaller(grid.ys().count(), grid.ys().length(), plan.plane().height())) axes.add("y");
        if (smaller(grid.zs().count(), grid.zs().length(), plan.depth())) axes.add("z");
        if (axes.isEmpty()) return Optional.empty();
        return Optional.of(
                "it is smaller than a tile along "
                        + String.join(", ", axes)
                        + " and was mirrored at its edges");
    }

    private static boolean smaller(int tiles, int length, int image) {
        return tiles == 1 && length > image;
    }

    private static int most(Totals totals) {
        long n = 0;
        for (long found : totals.all.objects) n += found;
        return Math.toIntExact(n);
    }

    /**
     * Finds and measures the objects of a point in time.
     *
     * @return their numbers, which go on from one point in time to the next
     */
    private int[][] objects(
            byte[][] labels,
            VolumePlan plan,
            PlaneMask wanted,
            Volume volume,
            VolumeTable table,
            Totals totals,
            int frame) {
        int width = plan.plane().width();
        int[][] ids =
                VolumeObjects.find(labels, width, wanted, limits(plan), job.progress()::isCanceled);
        ObjectSums sums = new ObjectSums(width, volume.channels());
        for (int z = 0; z < ids.length; z++) sums.addShapes(z, ids[z], labels[z]);
        for (int z = 0; z < volume.depth(); z++) {
            if (job.progress().isCanceled()) throw new CancellationException();
            int[] slice = ids[z / plan.ratioZ()];
            sums.addValues(slice, plan.ratio(), volume.width(), volume.values(z));
        }
        int before = most(totals);
        List<IndexedPointInAreaLocator> regions =
                plan.plane().regions().stream()
                        .map(r -> new IndexedPointInAreaLocator(r.outline()))
                        .toList();
        for (int i = 1; i <= sums.count(); i++) {
            ObjectSums.Measured object = sums.get(i);
            table.add(object, before + i, frame);
            totals.all.objects[object.label() - 1]++;
            Coordinate centre = new Coordinate(table.x(object), table.y(object));
            for (int r = 0; r < regions.size(); r++) {
                boolean in = regions.get(r).locate(centre) != Location.EXTERIOR;
                if (in) totals.regions.get(r).objects[object.label() - 1]++;
            }
        }
        if (before == 0) return ids;
        for (int[] slice : ids) {
            for (int k = 0; k < slice.length; k++) if (slice[k] > 0) slice[k] += before;
        }
        return ids;
    }

    /** Sizes in um3, or in voxels of the image where those are unknown. */
    private SizeLimits limits(VolumePlan plan) {
        OptionalDouble known = plan.voxelVolume();
        double voxel = known.orElse(plan.share());
        ObjectOptions sizes = job.options().objects();
        return new SizeLimits(
                sizes.smallest() / voxel, sizes.largest() / voxel, sizes.holes() / voxel);
    }
}
