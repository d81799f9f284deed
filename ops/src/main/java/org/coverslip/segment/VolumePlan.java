package org.coverslip.segment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.Numbers;
import org.coverslip.segment.label.LabelFile;
import org.coverslip.segment.volume.VolumeNetwork;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.tile.TileScale;

/**
 * What will be done on one stack: made before the first tile is read, so that a stack that cannot
 * be done is refused at once. Stacks are segmented at their own resolution.
 *
 * @param plane what is done on each of its slices; sizes are of the result
 * @param depth slices of the result
 * @param ratio input voxels per voxel of the result along x and y
 * @param ratioZ the same along z
 * @param frames points in time
 * @param distance from one slice of the image to the next, micrometres; empty if unknown
 * @param notes what a user should know
 */
record VolumePlan(
        SegmentPlan plane,
        int depth,
        int ratio,
        int ratioZ,
        int frames,
        OptionalDouble distance,
        List<String> notes) {

    /** Part of the memory that may be used. */
    private static final double PART = 0.9;

    private static final double GIGABYTE = 1 << 30;

    /** Sums of tiles take no more. */
    private static final long MOST_SUMS = 256L << 20;

    /**
     * @param objects whether voxels become objects
     * @throws RefusedException if it is no stack, is too large, or does not fit the model
     */
    static VolumePlan of(
            ImageItem item,
            Slide slide,
            ModelBundle model,
            VolumeNetwork network,
            SegmentOptions options,
            boolean objects) {
        String name = item.id().name();
        requireStack(name, slide, network);
        int ratio = network.x().ratio();
        SegmentPlan plane =
                SegmentPlan.of(item, slide, OptionalDouble.empty(), ratio, options.tiling());
        model.spacing().ifPresent(s -> requireScale(name, plane.pixelSize(), s));
        OptionalDouble distance =
                options.depth() > 0 ? OptionalDouble.of(options.depth()) : slide.sliceDistance();
        List<String> notes = new ArrayList<>(plane.notes());
        if (plane.pixelSize().isEmpty()) {
            notes.add("it does not say how large its pixels are: volumes are in voxels");
        } else if (distance.isEmpty()) {
            notes.add(
                    "it does not say how far its slices lie apart: volumes are in voxels; give"
                            + " depth= in um");
        }
        VolumePlan plan =
                new VolumePlan(
                        plane,
                        network.z().length(slide.slices()),
                        ratio,
                        network.z().ratio(),
                        slide.planes() / slide.slices(),
                        distance,
                        List.copyOf(notes));
        LabelFile.requireOneFile(name, plan.voxels() * plan.frames() * (objects ? 2 : 1));
        plan.requireMemory(name, slide, network.blendedPlanes(), objects);
        return plan;
    }

    private static void requireStack(String name, Slide slide, VolumeNetwork network) {
        Level full = slide.levels().get(0);
        boolean several = slide.levels().size() > 1;
        if (LabelFile.isPyramid(several, full.width(), full.height())) {
            throw new RefusedException(
                    name,
                    "it is a whole slide and the model takes volumes, which have to fit into memory",
                    "use a model without an axis z");
        }
        if (slide.slices() > 1 || network.z().tile() == 1) return;
        if (slide.planes() == 1) {
            throw new RefusedException(
                    name,
                    "it is a single plane and the model takes volumes",
                    "give a stack, such as File > Import > Image Sequence... makes");
        }
        throw new RefusedException(
                name,
                "its "
                        + slide.planes()
                        + " planes are points in time or tiles, and the model takes volumes",
                "if they are slices, say so with Image > Properties... and save it");
    }

    private static void requireScale(String name, Optional<PixelSize> size, double spacing) {
        if (size.isEmpty()) {
            throw new RefusedException(
                    name,
                    "it does not say how large its pixels are and the model works at "
                            + Numbers.text(spacing)
                            + " um",
                    "give spacing= in um per pixel");
        }
        double x = size.get().x() / spacing;
        double y = size.get().y() / spacing;
        double off = Math.max(Math.abs(x - 1), Math.abs(y - 1));
        if (off <= TileScale.TOLERANCE) return;
        throw new RefusedException(
                name,
                "its pixels are "
                        + Numbers.text(size.get().x())
                        + " x "
                        + Numbers.text(size.get().y())
                        + " um and the model works at "
                        + Numbers.text(spacing)
                        + " um; stacks are not rescaled for a model",
                "rescale it with Image > Scale...");
    }

    /** Voxels of the result, of one point in time. */
    long voxels() {
        return (long) plane.width() * plane.height() * depth;
    }

    /** Volume of a voxel of the result in um3; empty where not known. */
    OptionalDouble voxelVolume() {
        Optional<PixelSize> size = plane.outputPixelSize(ratio);
        if (size.isEmpty() || distance.isEmpty()) return OptionalDouble.empty();
        double z = distance.getAsDouble() * ratioZ;
        return OptionalDouble.of(size.get().x() * size.get().y() * z);
    }

    /** Image voxels per voxel of the result. */
    int share() {
        return ratio * ratio * ratioZ;
    }

    /** From one slice of the result to the next in the unit of its calibration; 1: not known. */
    double calibratedDepth() {
        if (plane.pixelSize().isEmpty()) return ratioZ;
        return distance.isPresent() ? distance.getAsDouble() * ratioZ : 1;
    }

    private void requireMemory(String name, Slide slide, int planes, boolean objects) {
        RealType<?> type = slide.image(0, 0).getType();
        Level full = slide.levels().get(0);
        double image =
                (double) full.width()
                        * full.height()
                        * slide.slices()
                        * slide.channels()
                        * ((type.getBitsPerPixel() + 7) / 8);
        double results = (double) voxels() * frames * (objects ? 3 : 1);
        double work = voxels() * (objects ? 5.0 : 1);
        double sums = Math.min(MOST_SUMS, 4.0 * (planes + 1) * voxels());
        double need = image + results + Math.max(work + sums, results);
        double most = PART * Runtime.getRuntime().maxMemory();
        if (need <= most) return;
        throw new RefusedException(
                name,
                String.format(
                        java.util.Locale.ROOT,
                        "to segment it takes %.1f GB of memory and Java may use %.1f GB",
                        need / GIGABYTE,
                        most / GIGABYTE),
                "give Java more with -Xmx, or segment it in parts");
    }
}
