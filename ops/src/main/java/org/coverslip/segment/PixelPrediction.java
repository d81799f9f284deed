package org.coverslip.segment;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.RefusedException;
import org.coverslip.model.ModelBundle;
import org.coverslip.network.Network;
import org.coverslip.report.Progress;
import org.coverslip.segment.dense.DenseNetwork;
import org.coverslip.segment.dense.Overlap;
import org.coverslip.segment.dense.Rim;
import org.coverslip.tile.Coverage;
import org.coverslip.tile.DenseAxis;
import org.coverslip.tile.DenseGrid;
import org.coverslip.tile.EdgeRule;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileSampler;
import org.coverslip.tile.TileScale;
import org.coverslip.tile.ValueMapping;

/**
 * What a network says of every pixel of a picture that fits into memory, computed tile by tile and
 * blended: the numbers as they leave the network, without thresholds or labels.
 *
 * <pre>{@code
 * Img<FloatType> p = PixelPrediction.with(model, network).tile(256).on(pixels, true);
 * }</pre>
 */
public final class PixelPrediction {

    private final ModelBundle model;
    private final Network network;
    private int tile;
    private double overlap;
    private boolean augment;

    private PixelPrediction(ModelBundle model, Network network) {
        this.model = model;
        this.network = network;
    }

    /** Both stay open and belong to the caller. */
    public static PixelPrediction with(ModelBundle model, Network network) {
        return new PixelPrediction(model, network);
    }

    /** Edge of a tile in pixels; 0: chosen. */
    public PixelPrediction tile(int pixels) {
        tile = pixels;
        return this;
    }

    /** Part of a tile that it shares with the next; 0: chosen. */
    public PixelPrediction overlap(double part) {
        overlap = part;
        return this;
    }

    /** Whether every tile is seen from eight sides. */
    public PixelPrediction augment(boolean sides) {
        augment = sides;
        return this;
    }

    /**
     * @param pixels axes [x,y,c], stored values
     * @param rgb whether channels are red, green, blue
     * @return axes [x,y,plane]; smaller than the picture where the network's output is
     * @throws RefusedException if the model does not fit the picture
     */
    public Img<FloatType> on(RandomAccessibleInterval<? extends RealType<?>> pixels, boolean rgb) {
        DenseNetwork dense = new DenseNetwork(model, network, tile, (int) pixels.dimension(2));
        if (dense.volumes()) {
            throw new RefusedException(
                    model.source(), "it takes volumes and this is a picture", "give it a stack");
        }
        int ratio = dense.x().ratio();
        int width = (int) ((pixels.dimension(0) + ratio - 1) / ratio);
        int height = (int) ((pixels.dimension(1) + ratio - 1) / ratio);
        var source = new Preparation.Source("picture", rgb, Optional.empty());
        DenseGrid plain = grid(dense, width, height, 0, 0);
        TileSampler sampler =
                new TileSampler(
                        pixels, plain.inputWidth(), plain.inputHeight(), new EdgeRule.Reflect());
        Preparation preparation =
                new WholeImage(model, new ValueMapping.Stored())
                        .preparation(
                                plain,
                                pixels,
                                source,
                                (int) pixels.dimension(0),
                                (int) pixels.dimension(1));
        boolean several = plain.size() > 1;
        OptionalInt measured =
                several && dense.halo() < 0
                        ? new Rim(dense).measure(plain, sampler, preparation, source, 0, 0)
                        : OptionalInt.empty();
        Overlap o =
                several
                        ? Overlap.of(dense.x().out(), overlap, dense.halo(), measured)
                        : new Overlap(0, 0, List.of());
        DenseGrid grid = grid(dense, width, height, o.overlap(), o.halo());
        float[] out = new float[Math.multiplyExact(dense.planes() * width, height)];
        PlaneRun run = new PlaneRun(dense, v -> v, dense.planes(), 1, augment, Progress.NONE);
        run.run(
                grid,
                sampler,
                preparation,
                source,
                (x, y, w, h, v) -> {
                    int n = Math.min(w, width - x);
                    for (int p = 0; p < v.length; p++) {
                        for (int j = 0; j < Math.min(h, height - y); j++) {
                            int to = (p * height + y + j) * width + x;
                            if (n > 0) System.arraycopy(v[p], j * w, out, to, n);
                        }
                    }
                },
                0,
                grid.size());
        return ArrayImgs.floats(out, width, height, dense.planes());
    }

    private static DenseGrid grid(
            DenseNetwork dense, int width, int height, int overlap, int halo) {
        DenseAxis xs = SegmentPlan.axis(width, dense.x(), overlap, halo);
        DenseAxis ys = SegmentPlan.axis(height, dense.y(), overlap, halo);
        return new DenseGrid(
                xs,
                ys,
                new TileScale(1, 1, 0, 1, List.of()),
                dense.x().ratio(),
                dense.x().crop(),
                Coverage.ALL,
                Integer.MAX_VALUE);
    }
}
