package org.coverslip.segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.OutputSpec;
import org.coverslip.model.Size;
import org.coverslip.model.Task;
import org.coverslip.network.Device;
import org.coverslip.network.ElementType;
import org.coverslip.network.LayerInfo;
import org.coverslip.network.Network;
import org.coverslip.network.ScoreGradient;
import org.coverslip.network.Tensor;
import org.coverslip.network.TensorInfo;

/**
 * A network whose answer for a pixel is a line of Java, so that what must come out is known, in any
 * of the forms that real ones have: this module has no TensorFlow on its class path.
 *
 * @param inAxes such as {@code byxc}
 * @param outAxes such as {@code bcyx} or {@code byx}
 * @param type of the output
 * @param in channels
 * @param out channels
 * @param step that a tile must be a multiple of
 * @param ratio input pixels per output pixel
 * @param crop output pixels that are lost at either side
 * @param answer what it says
 */
record ComputedNetwork(
        String inAxes,
        String outAxes,
        ElementType type,
        int in,
        int out,
        int step,
        int ratio,
        int crop,
        Answer answer)
        implements Network {

    /** A tile as the network sees it. */
    interface Seen {

        int width();

        int height();

        float at(int x, int y, int channel);
    }

    /** What the network says of a pixel of its output, whose upper left input pixel is given. */
    interface Answer {
        double at(Seen seen, int x, int y, int channel);
    }

    static ComputedNetwork of(int in, int out, Answer answer) {
        return new ComputedNetwork("byxc", "byxc", ElementType.FLOAT32, in, out, 1, 1, 0, answer);
    }

    ComputedNetwork axes(String input, String output) {
        return new ComputedNetwork(input, output, type, in, out, step, ratio, crop, answer);
    }

    ComputedNetwork type(ElementType output) {
        return new ComputedNetwork(inAxes, outAxes, output, in, out, step, ratio, crop, answer);
    }

    ComputedNetwork step(int pixels) {
        return new ComputedNetwork(inAxes, outAxes, type, in, out, pixels, ratio, crop, answer);
    }

    ComputedNetwork ratio(int pixels) {
        return new ComputedNetwork(inAxes, outAxes, type, in, out, pixels, pixels, crop, answer);
    }

    ComputedNetwork crop(int pixels) {
        return new ComputedNetwork(inAxes, outAxes, type, in, out, step, ratio, pixels, answer);
    }

    /** A bundle that describes it rightly; the folder stands for its weights. */
    ModelBundle.Builder bundle(Path folder) {
        try {
            Files.createDirectories(folder.resolve("variables"));
            Files.writeString(folder.resolve("saved_model.pb"), toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ModelBundle.builder()
                .name("computed")
                .source(folder)
                .savedModel(folder)
                .format("SavedModel")
                .task(Task.SEGMENTATION)
                .inputs(
                        List.of(
                                new InputSpec(
                                        "x",
                                        inAxes,
                                        ElementType.FLOAT32,
                                        sizes(inAxes, in, false),
                                        List.of())))
                .outputs(
                        List.of(
                                new OutputSpec(
                                        "y",
                                        outAxes,
                                        type,
                                        sizes(outAxes, out, true),
                                        List.of(),
                                        List.of())));
    }

    private List<Size> sizes(String axes, int channels, boolean output) {
        List<Size> sizes = new ArrayList<>();
        for (char axis : axes.toCharArray()) {
            Size pixels =
                    output
                            ? new Size.Relative("x", axis, 1.0 / ratio, -2.0 * crop)
                            : Size.stepped(step, step);
            sizes.add(axis == 'b' ? Size.ANY : axis == 'c' ? new Size.Fixed(channels) : pixels);
        }
        return sizes;
    }

    @Override
    public List<TensorInfo> inputs() {
        return List.of(TensorInfo.of("x", ElementType.FLOAT32, -1, -1, -1, -1));
    }

    @Override
    public List<TensorInfo> outputs() {
        return List.of(TensorInfo.of("y", type, -1, -1, -1, -1));
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        Tensor x = inputs.get("x");
        int batch = extent(x, 'b');
        int w = extent(x, 'x');
        int h = extent(x, 'y');
        if (w % step != 0 || h % step != 0) {
            throw new RefusedException("graph", "shapes do not match", "use another size");
        }
        int ow = w / ratio - 2 * crop;
        int oh = h / ratio - 2 * crop;
        float[] values = new float[batch * ow * oh * out];
        long[] shape = new long[outAxes.length()];
        for (int i = 0; i < shape.length; i++) {
            shape[i] =
                    switch (outAxes.charAt(i)) {
                        case 'b' -> batch;
                        case 'x' -> ow;
                        case 'y' -> oh;
                        default -> out;
                    };
        }
        for (int b = 0; b < batch; b++) {
            Seen seen = seen(x, b, w, h);
            for (int j = 0; j < oh; j++) {
                for (int i = 0; i < ow; i++) {
                    int px = (i + crop) * ratio;
                    int py = (j + crop) * ratio;
                    for (int c = 0; c < out; c++) {
                        int at = index(outAxes, shape, b, i, j, c);
                        values[at] = (float) answer.at(seen, px, py, c);
                    }
                }
            }
        }
        return Map.of("y", Tensor.of(values, shape).to(type));
    }

    private int extent(Tensor tensor, char axis) {
        int i = inAxes.indexOf(axis);
        return i < 0 ? 1 : (int) tensor.shape()[i];
    }

    private Seen seen(Tensor x, int b, int w, int h) {
        float[] values = x.floats();
        long[] shape = x.shape();
        return new Seen() {
            @Override
            public int width() {
                return w;
            }

            @Override
            public int height() {
                return h;
            }

            @Override
            public float at(int px, int py, int c) {
                return values[index(inAxes, shape, b, px, py, c)];
            }
        };
    }

    private static int index(String axes, long[] shape, int b, int x, int y, int c) {
        int at = 0;
        for (int i = 0; i < shape.length; i++) {
            int k =
                    switch (axes.charAt(i)) {
                        case 'b' -> b;
                        case 'x' -> x;
                        case 'y' -> y;
                        default -> c;
                    };
            at = (int) (at * shape[i] + k);
        }
        return at;
    }

    @Override
    public List<LayerInfo> layers() {
        return List.of();
    }

    @Override
    public Map<String, Tensor> run(Map<String, Tensor> inputs, List<String> layers) {
        throw new UnsupportedOperationException("it has no layers");
    }

    @Override
    public List<String> weightedLayers() {
        return List.of();
    }

    @Override
    public Network withRandomWeights(Collection<String> layers, long seed) {
        throw new UnsupportedOperationException("it has no weights");
    }

    @Override
    public ScoreGradient gradient(String output, String at) {
        throw new UnsupportedOperationException("it has no gradients");
    }

    @Override
    public Device device() {
        return Device.CPU;
    }

    @Override
    public void close() {}
}
