package org.coverslip.train.detection;

import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.BoxIndex;
import org.coverslip.slide.Slide;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.TileScale;

/**
 * A picture or slide at the resolution that the network is to see, with the objects in it. Safe for
 * several threads.
 */
final class Scene {

    private final String name;
    private final TileScale scale;
    private final TileSampler sampler;
    private final int edge;
    private final double width;
    private final double height;
    private final List<Target> objects;
    private final BoxIndex index = new BoxIndex();

    /**
     * One object.
     *
     * @param box in pixels of the network
     * @param label index of its class
     */
    record Target(Box box, int label) {}

    /**
     * @param slide stays open and belongs to the caller; 8 bit red, green and blue
     * @param edge of the crops that will be read, in pixels of the network
     * @param objects in level-0 pixels
     */
    Scene(String name, Slide slide, TileScale scale, int edge, List<Target> objects) {
        this.name = name;
        this.scale = scale;
        this.edge = edge;
        RandomAccessibleInterval<? extends RealType<?>> level = slide.image(scale.level(), 0);
        if (!(level.getType() instanceof UnsignedByteType) || level.dimension(2) != 3) {
            throw new RefusedException(
                    name,
                    "it is no 8 bit colour picture",
                    "convert it to RGB, which detectors are trained on");
        }
        sampler = new TileSampler(level, edge, edge, new EdgeRule.Reflect());
        width = slide.levels().get(0).width() / scale.x();
        height = slide.levels().get(0).height() / scale.y();
        this.objects =
                objects.stream()
                        .map(
                                o ->
                                        new Target(
                                                o.box.map(1 / scale.x(), 1 / scale.y(), 0, 0),
                                                o.label))
                        .toList();
        for (int i = 0; i < this.objects.size(); i++) index.add(i, this.objects.get(i).box);
    }

    String name() {
        return name;
    }

    /** In pixels of the network. */
    double width() {
        return width;
    }

    double height() {
        return height;
    }

    List<Target> objects() {
        return objects;
    }

    /**
     * The objects whose centre lies in a crop, in its pixels.
     *
     * @param x left edge of the crop in pixels of the network
     * @param y upper edge
     */
    List<Target> in(int x, int y) {
        List<Target> found = new java.util.ArrayList<>();
        synchronized (index) {
            index.near(
                    new Box(x, y, x + (double) edge, y + (double) edge),
                    i -> {
                        Target t = objects.get(i);
                        double cx = t.box.centreX() - x;
                        double cy = t.box.centreY() - y;
                        if (cx < 0 || cy < 0 || cx >= edge || cy >= edge) return;
                        found.add(new Target(t.box.map(1, 1, -x, -y), t.label));
                    });
        }
        return found;
    }

    /**
     * Reads a crop.
     *
     * @return [y][x][c], 0 to 255
     */
    float[] read(int x, int y) {
        double d = scale.downsample();
        double x0 = x * scale.x();
        double y0 = y * scale.y();
        double w = edge * scale.x();
        double h = edge * scale.y();
        var pixels =
                sampler.read(
                        new Tile(
                                0,
                                0,
                                0,
                                x0,
                                y0,
                                w,
                                h,
                                scale.level(),
                                x0 / d,
                                y0 / d,
                                w / d,
                                h / d));
        float[] out = new float[edge * edge * 3];
        var cursor = net.imglib2.view.Views.flatIterable(pixels).cursor();
        int plane = edge * edge;
        for (int i = 0; cursor.hasNext(); i++) {
            out[i % plane * 3 + i / plane] = (float) cursor.next().getRealDouble();
        }
        return out;
    }
}
