package org.coverslip.segment.dense;

import java.util.Arrays;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;

/**
 * What comes out of a network for a tile, along one axis: {@code out = in / ratio - 2 crop}.
 *
 * @param tile pixels that go in
 * @param step that tiles' places and sizes must be multiples of
 * @param ratio input pixels per output pixel
 * @param crop output pixels that are lost at either side, because convolutions are not padded
 */
public record DenseShape(int tile, int step, int ratio, int crop) {

    /** Tiles of networks that take any size: a compromise of memory and rims computed twice. */
    static final int USUAL = 512;

    /** Covers five poolings, which is as deep as networks of this kind go. */
    private static final int UNKNOWN_STEP = 32;

    /** Output pixels that a tile gives. */
    public int out() {
        return tile / ratio - 2 * crop;
    }

    /** What the output's places are multiples of. */
    public int outStep() {
        return Math.max(1, step / ratio);
    }

    /**
     * Length of the tiles' side.
     *
     * @param wanted by the user; 0: chosen
     * @param usual where the model leaves it open
     * @throws RefusedException if the model does not take tiles of that length
     */
    static int tile(ModelBundle model, InputSpec input, char axis, int wanted, int usual) {
        Size size = input.size(axis);
        if (wanted > 0 && !size.allows(wanted)) {
            throw new RefusedException(
                    "tile=" + wanted,
                    size instanceof Size.Stepped s
                            ? "the model takes tiles of "
                                    + s.min()
                                    + " pixels and "
                                    + s.step()
                                    + " more each"
                            : "the model takes tiles of " + size.text() + " pixels",
                    "use " + size.nearest(wanted));
        }
        if (wanted > 0) return wanted;
        if (axis != 'z' && model.patch().isPresent() && size.allows(model.patch().getAsInt())) {
            return Math.max(model.patch().getAsInt(), size.nearest(64));
        }
        return size.nearest(usual);
    }

    private static int step(InputSpec input, char axis, int tile) {
        if (input.size(axis) instanceof Size.Stepped s) {
            return greatestCommonDivisor(s.step(), tile);
        }
        // NB: neighbours that could only lie a whole tile apart would not overlap; and tiles of
        // volumes are short: with a step of half a tile they could hardly overlap.
        boolean volume = input.axes().indexOf('z') >= 0;
        int most = volume ? tile / 4 : tile / 2;
        int step = greatestCommonDivisor(UNKNOWN_STEP, tile);
        while (step > 1 && step > most) step /= 2;
        return step;
    }

    /**
     * Length of a volume's tiles along an axis where the model leaves it open: four steps, or that.
     */
    static int usualOfVolumes(InputSpec input, char axis, int least) {
        return input.size(axis) instanceof Size.Stepped s ? Math.max(least, 4 * s.step()) : least;
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }

    /**
     * Compares what came out with what the model says of it.
     *
     * @param got length of the output's axis for a tile
     * @throws RefusedException if it is something else, or cannot be explained
     */
    static DenseShape of(
            ModelBundle model, InputSpec input, OutputSpec output, char axis, int tile, int got) {
        int step = step(input, axis, tile);
        Size declared = output.size(axis);
        if (declared instanceof Size.Relative r) {
            long expected = (long) Math.floor(tile * r.scale() + r.offset());
            if (expected != got) throw mismatch(model, axis, tile, got, "says " + expected);
        }
        if (declared instanceof Size.Fixed f && f.size() != got) {
            throw mismatch(model, axis, tile, got, "says " + f.size());
        }
        double scale = declared instanceof Size.Relative r ? r.scale() : 0;
        for (int ratio = 1; ratio <= 64; ratio *= 2) {
            if (scale > 0 && Math.abs(scale * ratio - 1) > 1e-9) continue;
            int lost = tile / ratio - got;
            boolean explained = tile % ratio == 0 && lost >= 0 && lost % 2 == 0;
            // NB: without a declared scale, half the size is a lower resolution and not a crop.
            if (explained && (scale > 0 || lost == 0 || got > tile * 0.6)) {
                int crop = lost / 2;
                int common = Math.max(ratio, step / ratio * ratio);
                return new DenseShape(tile, common, ratio, crop);
            }
        }
        throw mismatch(model, axis, tile, got, "would need a scale of 1, 1/2, 1/4 and so on");
    }

    private static RefusedException mismatch(
            ModelBundle model, char axis, int tile, int got, String why) {
        return new RefusedException(
                model.source(),
                "for a tile of "
                        + tile
                        + " pixels along "
                        + axis
                        + " the network gives "
                        + got
                        + ", and its description "
                        + why,
                "correct the output's size in the bundle");
    }

    static long[] shape(InputSpec input, int channels, int x, int y, int z) {
        long[] shape = new long[input.axes().length()];
        Arrays.fill(shape, 1);
        for (int i = 0; i < shape.length; i++) {
            switch (input.axes().charAt(i)) {
                case 'x' -> shape[i] = x;
                case 'y' -> shape[i] = y;
                case 'z' -> shape[i] = z;
                case 'c' -> shape[i] = channels;
                default -> {
                    // One.
                }
            }
        }
        return shape;
    }
}
