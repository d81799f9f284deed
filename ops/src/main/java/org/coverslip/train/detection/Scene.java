package org.coverslip.train.detection;

import java.util.List;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.BoxIndex;
import org.coverslip.slide.Slide;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
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
    private final Preparation preparation;
    private final Preparation.Source source;
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
     * @param slide stays open and belongs to the caller
     * @param preparation to the network's channels and values from 0 to 255, of crops
     * @param edge of the crops that will be read, in pixels of the network
     * @param objects in level-0 pixels
     * @throws RefusedException if it is a stack, or its channels or values do not suit the network
     */
    Scene(
            String name,
            Slide slide,
            TileScale scale,
            Preparation preparation,
            int edge,
            List<Target> objects) {
        this.name = name;
        this.scale = scale;
        this.preparation = preparation;
        this.edge = edge;
        if (slide.planes() > 1) {
            throw new RefusedException(
                    name,
                    "it is a stack, and nothing says which of its planes is labelled",
                    "save its planes as images");
        }
        source = new Preparation.Source(name, slide.rgb(), slide.displayRange());
        RandomAccessibleInterval<? extends RealType<?>> level = slide.image(scale.level(), 0);
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
        // NB: what cannot be learned from is refused before the first step, and not in its midst.
        read(0, 0);
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
     * @return [y][x][c], 0 to 255, in an array of its own
     */
    float[] read(int x, int y) {
        double d = scale.downsample();
        double x0 = x * scale.x();
        double y0 = y * scale.y();
        double w = edge * scale.x();
        double h = edge * scale.y();
        Tile tile = new Tile(0, 0, 0, x0, y0, w, h, scale.level(), x0 / d, y0 / d, w / d, h / d);
        return preparation.prepare(sampler.read(tile), source).data();
    }
}
