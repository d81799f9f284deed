package org.coverslip.segment;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.coverslip.report.GrowingFile;
import org.coverslip.report.Numbers;
import org.coverslip.report.Table;
import org.coverslip.segment.objects.Intensity;
import org.coverslip.segment.volume.ObjectSums;
import org.coverslip.slide.PixelSize;
import org.coverslip.tile.Placement;

/**
 * The objects of a stack as objects.csv. Centres and boxes are in pixels and slices of the image, a
 * whole number being the corner of a voxel; {@code voxels} are those of labels.tif; the diameter is
 * that of the ball of the same volume.
 */
final class VolumeTable implements AutoCloseable {

    private final List<String> names;
    private final VolumePlan plan;
    private final Placement placement;
    private final boolean calibrated;
    private final GrowingFile table;

    /**
     * @param own folder of the image's results
     * @param names of the classes
     * @param channels of the image
     * @param rgb whether they are colours
     */
    VolumeTable(Path own, List<String> names, VolumePlan plan, int channels, boolean rgb) {
        this.names = names;
        this.plan = plan;
        placement = plan.plane().placement(plan.ratio());
        calibrated = plan.voxelVolume().isPresent();
        table = new GrowingFile(own.resolve("objects.csv"));
        List<String> head = new ArrayList<>(List.of("object", "class", "time", "x", "y", "z"));
        if (calibrated) head.addAll(List.of("x um", "y um", "z um"));
        head.addAll(List.of("left", "top", "front", "width", "height", "depth", "voxels"));
        head.addAll(
                calibrated
                        ? List.of("volume um^3", "diameter um")
                        : List.of("volume voxels", "diameter voxels"));
        for (String channel : Intensity.names(channels, rgb).subList(0, channels)) {
            head.addAll(List.of(channel + " mean", channel + " sum", channel + " sd"));
        }
        line(head);
    }

    private void line(List<String> cells) {
        byte[] bytes = (Table.line(cells) + "\n").getBytes(StandardCharsets.UTF_8);
        table.write(bytes, 0, bytes.length);
    }

    /** Centre on the image along x, in pixels. */
    double x(ObjectSums.Measured object) {
        return placement.offsetX() + object.centre()[0] * placement.scaleX();
    }

    /** Centre on the image along y, in pixels. */
    double y(ObjectSums.Measured object) {
        return placement.offsetY() + object.centre()[1] * placement.scaleY();
    }

    /**
     * Enters an object.
     *
     * @param number its value in labels.tif
     * @param frame point in time, from 0
     */
    void add(ObjectSums.Measured o, int number, int frame) {
        List<String> cells = new ArrayList<>();
        cells.add(Integer.toString(number));
        cells.add(names.get(o.label() - 1));
        cells.add(Integer.toString(frame + 1));
        double[] centre = {x(o), y(o), o.centre()[2] * plan.ratioZ()};
        for (double c : centre) cells.add(Numbers.text(c));
        if (calibrated) {
            PixelSize size = plan.plane().pixelSize().orElseThrow();
            cells.add(Numbers.text(centre[0] * size.x()));
            cells.add(Numbers.text(centre[1] * size.y()));
            cells.add(Numbers.text(centre[2] * plan.distance().orElseThrow()));
        }
        double[] scale = {placement.scaleX(), placement.scaleY(), plan.ratioZ()};
        for (int k = 0; k < 3; k++) cells.add(Numbers.text(o.from()[k] * scale[k]));
        for (int k = 0; k < 3; k++) {
            cells.add(Numbers.text((o.to()[k] - o.from()[k]) * scale[k]));
        }
        cells.add(Long.toString(o.voxels()));
        double volume = o.voxels() * plan.voxelVolume().orElse(plan.share());
        cells.add(Numbers.text(volume));
        cells.add(Numbers.text(Math.cbrt(6 * volume / Math.PI)));
        for (int c = 0; c < o.mean().length; c++) {
            cells.add(Numbers.text(o.mean()[c]));
            cells.add(Numbers.text(o.sum()[c]));
            cells.add(Numbers.text(o.deviation()[c]));
        }
        line(cells);
    }

    /** Gives the file its name. */
    void finish() {
        table.finish();
    }

    @Override
    public void close() {
        table.close();
    }
}
