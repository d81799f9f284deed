package org.coverslip.segment.dense;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.network.ElementType;
import org.coverslip.network.Network;
import org.coverslip.network.Tensor;

/**
 * A network that answers for every pixel: prepared tiles in, planes of numbers out. Safe to share
 * between threads.
 */
public final class DenseNetwork {

    /** Tiles of volumes of any size: a million voxels, as many as the largest ones of planes. */
    private static final int VOLUME_TILE = 128;

    private static final int VOLUME_DEPTH = 64;

    /** Up to so many slices are one tile: two would share most of them. */
    private static final int DEEPEST = 96;

    private static final int UNKNOWN_DEPTH_STEP = 16;

    private final ModelBundle model;
    private final Network network;
    private final InputSpec input;
    private final List<OutputSpec> outputs;
    private final List<String> outputAxes = new ArrayList<>();
    private final int wantedTile;
    private final int imageChannels;
    private final boolean integers;
    private final DenseShape x;
    private final DenseShape y;
    private final DenseShape z;
    private final int planes;

    /**
     * Runs the network once, on an empty tile, to see what comes out.
     *
     * @param tile edge of the tiles in pixels; 0: chosen
     * @param imageChannels of the images, where the model takes any number
     * @throws RefusedException if that is not what the model says, or no plane at all
     */
    public DenseNetwork(ModelBundle model, Network network, int tile, int imageChannels) {
        this(model, network, tile, imageChannels, Integer.MAX_VALUE);
    }

    private DenseNetwork(
            ModelBundle model, Network network, int tile, int imageChannels, int slices) {
        this.model = model;
        this.network = network;
        this.input = model.requireImageModel();
        this.imageChannels = input.channels().orElse(imageChannels);
        this.outputs = outputs(model);
        this.wantedTile = tile;
        int tx = DenseShape.tile(model, input, 'x', tile, usual('x'));
        int ty = DenseShape.tile(model, input, 'y', tile, usual('y'));
        int tz = volumes() ? tileDepth(slices) : 1;
        long[] shape = DenseShape.shape(input, this.imageChannels, tx, ty, tz);
        int size = 1;
        for (long n : shape) size = Math.multiplyExact(size, (int) n);
        Map<String, Tensor> got = probe(Tensor.of(new float[size], shape), tx, ty);
        int sum = 0;
        DenseShape sx = null;
        DenseShape sy = null;
        DenseShape sz = null;
        boolean whole = true;
        for (OutputSpec output : outputs) {
            Tensor tensor = got.get(output.name());
            String axes = axes(output, tensor);
            outputAxes.add(axes);
            TensorExtents e = new TensorExtents(axes, tensor.shape());
            sx = DenseShape.of(model, input, output, 'x', tx, e.of('x'));
            sy = DenseShape.of(model, input, output, 'y', ty, e.of('y'));
            if (volumes() && axes.indexOf('z') < 0) {
                throw new RefusedException(
                        model.source(),
                        "it takes volumes and its output has the axes " + axes + " without z",
                        "use a network that answers for every voxel");
            }
            if (volumes()) sz = DenseShape.of(model, input, output, 'z', tz, e.of('z'));
            sum += e.of('c');
            whole &= isInteger(tensor.type());
        }
        if (sx.ratio() != sy.ratio()) {
            throw new RefusedException(
                    model.source(),
                    "its output is scaled by different factors along x and y",
                    "use a network with one scale");
        }
        x = sx;
        y = sy;
        z = sz == null ? new DenseShape(1, 1, 1, 0) : sz;
        planes = sum;
        integers = whole && sum == 1;
    }

    private int usual(char axis) {
        return volumes() ? DenseShape.usualOfVolumes(input, axis, VOLUME_TILE) : DenseShape.USUAL;
    }

    /** Slices of a tile: all that there are, in whole steps, or else as many as are usual. */
    private int tileDepth(int slices) {
        Size size = input.size('z');
        // NB: where any depth is said to do, halving four times must leave no remainder.
        long enough =
                size instanceof Size.Stepped
                        ? size.atLeast(slices)
                        : ((long) slices + UNKNOWN_DEPTH_STEP - 1)
                                / UNKNOWN_DEPTH_STEP
                                * UNKNOWN_DEPTH_STEP;
        if (wantedTile > 0) return size.nearest(Math.min(wantedTile, enough));
        if (enough <= DEEPEST) return size.nearest(enough);
        return size.nearest(DenseShape.usualOfVolumes(input, 'z', VOLUME_DEPTH));
    }

    /**
     * The same network with tiles no deeper than a volume needs.
     *
     * @param slices of the volume
     */
    public DenseNetwork forSlices(int slices) {
        return tileDepth(slices) == z.tile()
                ? this
                : new DenseNetwork(model, network, wantedTile, imageChannels, slices);
    }

    private record TensorExtents(String axes, long[] shape) {
        int of(char axis) {
            int i = axes.indexOf(axis);
            return i < 0 ? 1 : Math.toIntExact(shape[i]);
        }
    }

    /** Where there are two, StarDist's probability and rays: the smaller one first. */
    private static List<OutputSpec> outputs(ModelBundle model) {
        if (model.outputs().size() == 1) return model.outputs();
        if (model.outputs().size() == 2 && Decoder.of(model).isStarDist()) {
            return model.outputs().stream()
                    .sorted(Comparator.comparingInt(o -> o.channels().orElse(1)))
                    .toList();
        }
        return List.of(model.outputs().get(0));
    }

    private Map<String, Tensor> probe(Tensor empty, int tx, int ty) {
        try {
            return network.run(Map.of(input.name(), empty.to(input.type())));
        } catch (RefusedException e) {
            throw new RefusedException(
                    model.source(),
                    "its network fails on a tile of "
                            + tx
                            + " x "
                            + ty
                            + " pixels ("
                            + e.getMessage()
                            + ")",
                    "use a tile that is a multiple of its step, which is a power of two such as 32",
                    e);
        }
    }

    private String axes(OutputSpec output, Tensor tensor) {
        if (tensor == null) {
            throw new RefusedException(
                    output.name(), "the network does not give this output", "correct the bundle");
        }
        String axes = output.axes();
        if (axes.length() != tensor.rank()) {
            String same = input.axes();
            axes = same.length() == tensor.rank() ? same : same.replace("c", "");
        }
        boolean plane = axes.length() == tensor.rank() && axes.matches(".*y.*x.*|.*x.*y.*");
        if (plane) return axes;
        throw new RefusedException(
                model.source(),
                "its output "
                        + output.name()
                        + " has shape "
                        + Arrays.toString(tensor.shape())
                        + ", which is no picture",
                "give a network that answers for every pixel");
    }

    private static boolean isInteger(ElementType type) {
        return type != ElementType.FLOAT32 && type != ElementType.FLOAT64;
    }

    /** Whether tiles are volumes. */
    public boolean volumes() {
        return input.axes().indexOf('z') >= 0;
    }

    /** Whether it gives the number of a class and no scores. */
    public boolean givesLabels() {
        return integers;
    }

    /** Numbers per pixel. */
    public int planes() {
        return planes;
    }

    /** What comes out along x. */
    public DenseShape x() {
        return x;
    }

    /** What comes out along y. */
    public DenseShape y() {
        return y;
    }

    DenseShape z() {
        return z;
    }

    /**
     * Output pixels at either side that the model's author says are worth nothing; -1: not said.
     */
    public int halo() {
        int most = 0;
        for (OutputSpec o : outputs) most = Math.max(most, Math.max(o.halo('x'), o.halo('y')));
        return most == 0 ? -1 : most;
    }

    /**
     * Output voxels at either side of one axis that the model's author says are worth nothing; -1:
     * not said.
     */
    int halo(char axis) {
        int most = 0;
        for (OutputSpec o : outputs) most = Math.max(most, o.halo(axis));
        return most == 0 ? -1 : most;
    }

    /** How many samples a batch may hold at most. */
    public int largestBatch() {
        if (input.axes().indexOf('b') != 0) return 1;
        return input.size('b') instanceof Size.Fixed fixed ? fixed.size() : Integer.MAX_VALUE;
    }

    /**
     * Runs a batch. What comes out is not looked at yet, so that this can be done while the network
     * runs again.
     *
     * @param samples of the tile's shape, each with extent 1 on axis b
     * @return an answer per sample, in their order
     * @throws RefusedException if the network fails or gives another shape than for the first tile
     */
    List<DenseAnswer> run(List<TensorBlock> samples) {
        int batch = largestBatch() == Integer.MAX_VALUE ? samples.size() : largestBatch();
        Tensor given = stack(samples, batch).to(input.type());
        Map<String, Tensor> got = network.run(Map.of(input.name(), given));
        List<TensorBlock> blocks = new ArrayList<>();
        for (int o = 0; o < outputs.size(); o++) {
            blocks.add(block(outputs.get(o), outputAxes.get(o), got, batch));
        }
        return DenseAnswer.of(outputs, blocks, samples.size());
    }

    private TensorBlock block(OutputSpec output, String axes, Map<String, Tensor> got, int batch) {
        Tensor tensor = got.get(output.name());
        int[] shape = Arrays.stream(tensor.shape()).mapToInt(Math::toIntExact).toArray();
        TensorBlock block = new TensorBlock(tensor.floats(), shape, axes);
        boolean fits =
                block.extent('x') == x.out()
                        && block.extent('y') == y.out()
                        && block.extent('z') == z.out()
                        && block.extent('b') == batch;
        if (fits) return block;
        throw new RefusedException(
                output.name(),
                "its shape is "
                        + Arrays.toString(shape)
                        + " for a batch of "
                        + batch
                        + " and was another one for the first tile",
                "use a network whose output depends on nothing but its input's size");
    }

    /** Puts samples one after another; a network with a fixed batch gets the last one repeated. */
    private Tensor stack(List<TensorBlock> samples, int batch) {
        TensorBlock first = samples.get(0);
        int each = first.data().length;
        if (batch == 1) return Tensor.of(first.data(), shape(first, batch));
        float[] data = new float[Math.multiplyExact(each, batch)];
        for (int i = 0; i < batch; i++) {
            float[] sample = samples.get(Math.min(i, samples.size() - 1)).data();
            System.arraycopy(sample, 0, data, i * each, each);
        }
        return Tensor.of(data, shape(first, batch));
    }

    private long[] shape(TensorBlock sample, int batch) {
        long[] shape = Arrays.stream(sample.shape()).asLongStream().toArray();
        if (input.axes().indexOf('b') == 0) shape[0] = batch;
        return shape;
    }
}
