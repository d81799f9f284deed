package org.coverslip.segment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.coverslip.model.BundleWriter;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.model.Normalization;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Scores;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.network.Engines;

/** Real networks that answer for every voxel, small enough to know what they must say. */
final class VoxelNetworks {

    private static final int[] ANY = {-1, -1, -1, -1, 1};

    private VoxelNetworks() {}

    private static float[] random(SplittableRandom random, int in, int... shape) {
        float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextDouble(-1, 1) * 2 / Math.sqrt(27.0 * in));
        }
        return values;
    }

    private static VoxelGraph unet(String input) {
        SplittableRandom random = new SplittableRandom(5);
        VoxelGraph graph = new VoxelGraph();
        if (!input.equals("x")) graph.transpose(input, "x", 0, 2, 3, 4, 1);
        return graph.conv(
                        "a",
                        input,
                        random(random, 1, 3, 3, 3, 1, 6),
                        new int[] {3, 3, 3, 1, 6},
                        new float[] {0.1f, -0.2f, 0.1f, 0, 0.2f, -0.1f},
                        1,
                        1,
                        "SAME")
                .activation("ar", "Relu", "a")
                .halve("b", "ar")
                .conv(
                        "c",
                        "b",
                        random(random, 6, 3, 3, 3, 6, 8),
                        new int[] {3, 3, 3, 6, 8},
                        new float[8],
                        1,
                        1,
                        "SAME")
                .activation("cr", "Relu", "c")
                .twice("d", "cr", "ar", random(random, 2, 2, 2, 2, 6, 8), 6, 8)
                .join("e", "ar", "d")
                .conv(
                        "f",
                        "e",
                        random(random, 12, 3, 3, 3, 12, 3),
                        new int[] {3, 3, 3, 12, 3},
                        new float[3],
                        1,
                        1,
                        "SAME")
                .activation("p", "Softmax", "f");
    }

    /**
     * A U-Net with one pooling along each axis and random weights, three classes: sees up to 6
     * voxels around each.
     *
     * @param halo that the bundle declares along z, y and x; 0: not said
     */
    static Path unet(Path folder, int haloZ, int halo, UnaryOperator<ModelBundle.Builder> facts) {
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        unet("x").write(saved, "p", ANY, -1, -1, -1, -1, 3);
        return write(
                folder,
                saved,
                "bzyxc",
                new Size.Stepped(2, 2),
                new double[] {1, 1},
                3,
                List.of(0, haloZ, halo, halo, 0),
                b ->
                        facts.apply(
                                b.labels(List.of("background", "stroma", "tumour"))
                                        .scores(Scores.SOFTMAX)));
    }

    /** The same network with channels before z, as PyTorch has them, sizes left open. */
    static Path channelsFirst(Path folder) {
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        unet("last")
                .transpose("first", "p", 0, 4, 1, 2, 3)
                .write(saved, "first", new int[] {-1, 1, -1, -1, -1}, -1, 3, -1, -1, -1);
        return write(
                folder,
                saved,
                "bczyx",
                Size.ANY,
                new double[] {1, 1},
                3,
                List.of(),
                b -> b.labels(List.of("background", "stroma", "tumour")).scores(Scores.SOFTMAX));
    }

    /**
     * The probability that a voxel is bright: sigmoid(gain (value - 0.5)).
     *
     * @param strideZ voxels of the input per voxel of the output along z
     * @param stride the same along x and y
     */
    static Path bright(
            Path folder,
            double gain,
            int strideZ,
            int stride,
            UnaryOperator<ModelBundle.Builder> facts) {
        int n = strideZ * stride * stride;
        float[] kernel = new float[n];
        Arrays.fill(kernel, (float) (gain / n));
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        new VoxelGraph()
                .conv(
                        "a",
                        "x",
                        kernel,
                        new int[] {strideZ, stride, stride, 1, 1},
                        new float[] {(float) (-gain / 2)},
                        strideZ,
                        stride,
                        "VALID")
                .activation("p", "Sigmoid", "a")
                .write(saved, "p", ANY, -1, -1, -1, -1, 1);
        return write(
                folder,
                saved,
                "bzyxc",
                Size.ANY,
                new double[] {1.0 / strideZ, 1.0 / stride},
                1,
                List.of(),
                b -> facts.apply(b.labels(List.of("background", "cell")).scores(Scores.SIGMOID)));
    }

    /** sigmoid(4 (mean of 27 voxels - 0.5)), and nothing for voxels at the tile's sides. */
    static Path unpadded(Path folder) {
        float[] kernel = new float[27];
        Arrays.fill(kernel, 4 / 27f);
        Path saved = folder.resolveSibling(folder.getFileName() + "-saved");
        new VoxelGraph()
                .conv("a", "x", kernel, new int[] {3, 3, 3, 1, 1}, new float[] {-2}, 1, 1, "VALID")
                .activation("p", "Sigmoid", "a")
                .write(saved, "p", ANY, -1, -1, -1, -1, 1);
        return write(
                folder,
                saved,
                "bzyxc",
                new Size.Stepped(4, 1),
                new double[] {1, 1},
                -2,
                1,
                List.of(),
                b -> b.labels(List.of("background", "cell")).scores(Scores.SIGMOID));
    }

    private static Path write(
            Path folder,
            Path saved,
            String axes,
            Size size,
            double[] scale,
            int channels,
            List<Integer> halo,
            UnaryOperator<ModelBundle.Builder> facts) {
        return write(folder, saved, axes, size, scale, 0, channels, halo, facts);
    }

    private static Path write(
            Path folder,
            Path saved,
            String axes,
            Size size,
            double[] scale,
            int offset,
            int channels,
            List<Integer> halo,
            UnaryOperator<ModelBundle.Builder> facts) {
        try (ModelBundle read = Models.open(saved, Engines.get())) {
            InputSpec in = read.requireImageModel();
            OutputSpec out = read.outputs().get(0);
            List<Size> ins = new ArrayList<>();
            List<Size> outs = new ArrayList<>();
            for (char axis : axes.toCharArray()) {
                boolean space = "xyz".indexOf(axis) >= 0;
                double s = axis == 'z' ? scale[0] : scale[1];
                ins.add(axis == 'b' ? Size.ANY : space ? size : new Size.Fixed(1));
                outs.add(
                        axis == 'b'
                                ? Size.ANY
                                : space
                                        ? new Size.Relative(in.name(), axis, s, offset)
                                        : new Size.Fixed(channels));
            }
            ModelBundle.Builder model =
                    read.toBuilder()
                            .name("voxels")
                            .task(Task.SEGMENTATION)
                            .inputs(
                                    List.of(
                                            new InputSpec(
                                                    in.name(), axes, in.type(), ins, List.of())))
                            .outputs(
                                    List.of(
                                            new OutputSpec(
                                                    out.name(),
                                                    axes,
                                                    out.type(),
                                                    outs,
                                                    halo,
                                                    List.of())))
                            .normalization(Normalization.parse("0..1"));
            new BundleWriter().zipped(false).write(facts.apply(model).build(), folder);
        }
        return folder;
    }
}
