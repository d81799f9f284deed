package org.coverslip.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.Img;
import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.basictypeaccess.array.ByteArray;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.type.numeric.IntegerType;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.RefusedException;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Size;
import org.coverslip.model.step.FittedSteps;
import org.coverslip.model.step.Step;
import org.coverslip.model.step.StepContext;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.slide.Resampler;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;

/**
 * Turns pixels into one sample of a network's input: size, channels, value range, axis order,
 * preprocessing, in this order. Safe to share between threads.
 */
public final class Preparation {

    /** Buffers kept for the next samples. */
    private static final int MOST_SPARE = 64;

    private final ModelBundle model;
    private final InputSpec input;
    private final ValueMapping mapping;
    private final ArrayBlockingQueue<float[]> spare = new ArrayBlockingQueue<>(MOST_SPARE);

    /**
     * @param model must be an image model with one image input
     * @param mapping what black and white are in images that are not 8 bit
     */
    public Preparation(ModelBundle model, ValueMapping mapping) {
        this.model = model;
        this.input = model.requireImageModel();
        this.mapping = mapping;
    }

    /**
     * The same for the tiles of one slide: where the model wants stains normalised, they are
     * measured on windows all over the slide, and not on each tile.
     *
     * @param level pixels of the level that tiles are read from, axes [x,y,c]
     * @return this, if there is nothing to measure
     * @throws RefusedException if hardly anything on the slide is stained
     */
    public Preparation fittedTo(
            RandomAccessibleInterval<? extends RealType<?>> level, Source source) {
        if (!FittedSteps.needsStain(input.preprocessing())) return this;
        List<Size> sizes = new ArrayList<>(input.sizes());
        for (char axis : new char[] {'x', 'y'}) sizes.set(input.axes().indexOf(axis), Size.ANY);
        InputSpec plain = new InputSpec(input.name(), input.axes(), input.type(), sizes, List.of());
        TensorBlock sample =
                StainSample.of(
                        level, w -> new Preparation(with(plain), mapping).prepare(w, source));
        List<Step> fitted = FittedSteps.fitStain(input.preprocessing(), sample);
        return new Preparation(with(input.withPreprocessing(fitted)), mapping);
    }

    private ModelBundle with(InputSpec replaced) {
        return model.toBuilder()
                .inputs(model.inputs().stream().map(i -> i == input ? replaced : i).toList())
                .build();
    }

    /** Planes of the tile that a thread is preparing; nothing of them is kept in the sample. */
    private final ThreadLocal<float[][]> scratch = ThreadLocal.withInitial(() -> new float[0][]);

    /** Facts about an image that its pixels do not tell. */
    public record Source(String name, boolean rgb, Optional<ValueRange> display) {}

    /**
     * Prepares one picture.
     *
     * @param pixels axes [x,y,c], stored values
     * @param source what else is known of the image
     * @return one sample (extent 1 on axis b) in the axes of the network's input, preprocessed
     * @throws RefusedException if the picture does not fit the model
     */
    public TensorBlock prepare(
            RandomAccessibleInterval<? extends RealType<?>> pixels, Source source) {
        int width = length('x', pixels.dimension(0), source.name());
        int height = length('y', pixels.dimension(1), source.name());
        int has = Math.toIntExact(pixels.dimension(2));
        ChannelMatch match = ChannelMatch.of(source.name(), has, source.rgb(), channels(has));
        Optional<ValueRange> range =
                mapping.resolve(
                        source.name(), source.display(), typeRange(pixels), model.valueRange());
        float[][] planes = match.apply(planes(pixels, width, height, source.name()));
        range.ifPresent(
                from -> rescale(planes, from, model.valueRange().orElse(new ValueRange(0, 1))));
        TensorBlock block = pack(planes, width, height);
        Step.applyAll(input.preprocessing(), block, StepContext.NONE);
        return block;
    }

    /**
     * What the picture loses or gains on its way, as a sentence for the run record; empty if
     * nothing.
     */
    public Optional<String> remark(int channels, boolean rgb, String image) {
        return switch (ChannelMatch.of(image, channels, rgb, channels(channels))) {
            case SAME -> Optional.empty();
            case GREY_AS_RGB ->
                    Optional.of(
                            "grey images were given to the network as equal red, green and blue");
            case WITHOUT_ALPHA -> Optional.of("the alpha channel of RGBA images was left away");
            case LUMINANCE ->
                    Optional.of("colour images were turned to grey by luminance (ITU-R BT.601)");
        };
    }

    private int channels(int has) {
        return input.channels().orElse(has);
    }

    private int length(char axis, long has, String image) {
        Size size = input.size(axis);
        if (size.allows(has)) return Math.toIntExact(has);
        return size.nearest(has);
    }

    private float[][] planes(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            int width,
            int height,
            String image) {
        boolean fits = pixels.dimension(0) == width && pixels.dimension(1) == height;
        boolean bytes = pixels instanceof ArrayImg && pixels.getType() instanceof UnsignedByteType;
        return fits && bytes
                ? planesOfBytes((ArrayImg<?, ?>) pixels)
                : planes(resize(pixels, width, height, image));
    }

    /**
     * NB: tiles of slides come like this, hundreds a second: no detour through an image of floats.
     */
    private float[][] planesOfBytes(ArrayImg<?, ?> image) {
        int size = Math.toIntExact(image.dimension(0) * image.dimension(1));
        byte[] all = ((ByteArray) image.update(null)).getCurrentStorageArray();
        int channels = (int) image.dimension(2);
        float[][] planes = scratch.get();
        if (planes.length != channels || planes[0].length != size) {
            scratch.set(planes = new float[channels][size]);
        }
        for (int c = 0; c < channels; c++) {
            for (int i = 0; i < size; i++) planes[c][i] = all[c * size + i] & 0xff;
        }
        return planes;
    }

    private Img<FloatType> resize(
            RandomAccessibleInterval<? extends RealType<?>> pixels,
            int width,
            int height,
            String image) {
        boolean fits = pixels.dimension(0) == width && pixels.dimension(1) == height;
        Resampling kernel =
                fits
                        ? Resampling.NEAREST
                        : model.resize()
                                .orElseThrow(
                                        () ->
                                                new RefusedException(
                                                        image,
                                                        "it has "
                                                                + pixels.dimension(0)
                                                                + " x "
                                                                + pixels.dimension(1)
                                                                + " pixels, the model takes "
                                                                + width
                                                                + " x "
                                                                + height
                                                                + " and does not say how to resize",
                                                        "import the model with resize="));
        return Resampler.resize(pixels, width, height, kernel);
    }

    private static Optional<ValueRange> typeRange(
            RandomAccessibleInterval<? extends RealType<?>> pixels) {
        RealType<?> type = pixels.getType();
        return type instanceof IntegerType
                ? Optional.of(new ValueRange(type.getMinValue(), type.getMaxValue()))
                : Optional.empty();
    }

    /** Cuts [x,y,c] into one array per channel. */
    private static float[][] planes(Img<FloatType> image) {
        int size = Math.toIntExact(image.dimension(0) * image.dimension(1));
        float[] all = ((FloatArray) ((ArrayImg<?, ?>) image).update(null)).getCurrentStorageArray();
        float[][] planes = new float[(int) image.dimension(2)][size];
        for (int c = 0; c < planes.length; c++) System.arraycopy(all, c * size, planes[c], 0, size);
        return planes;
    }

    private static void rescale(float[][] planes, ValueRange from, ValueRange to) {
        float low = (float) to.min();
        float high = (float) to.max();
        float gain = (float) ((to.max() - to.min()) / (from.max() - from.min()));
        float min = (float) from.min();
        // NB: planes may be one array three times (grey as RGB): map each array once.
        for (float[] plane : List.of(planes).stream().distinct().toList()) {
            for (int i = 0; i < plane.length; i++) {
                plane[i] = Math.max(low, Math.min(high, low + (plane[i] - min) * gain));
            }
        }
    }

    private float[] buffer(int size) {
        float[] used = spare.poll();
        return used != null && used.length == size ? used : new float[size];
    }

    /**
     * Takes back a sample that nobody looks at any more; its numbers are overwritten by a later
     * one.
     */
    public void recycle(TensorBlock sample) {
        spare.offer(sample.data());
    }

    private TensorBlock pack(float[][] planes, int width, int height) {
        String axes = input.axes();
        int[] shape = new int[axes.length()];
        int[] stride = new int[axes.length()];
        int size = 1;
        for (int i = axes.length() - 1; i >= 0; i--) {
            shape[i] =
                    switch (axes.charAt(i)) {
                        case 'x' -> width;
                        case 'y' -> height;
                        case 'c' -> planes.length;
                        default -> 1;
                    };
            stride[i] = size;
            size = Math.multiplyExact(size, shape[i]);
        }
        float[] data = buffer(size);
        int sx = stride[axes.indexOf('x')];
        int sy = stride[axes.indexOf('y')];
        int sc = axes.indexOf('c') < 0 ? 0 : stride[axes.indexOf('c')];
        for (int c = 0; c < planes.length; c++) {
            float[] plane = planes[c];
            for (int y = 0, i = 0; y < height; y++) {
                int to = c * sc + y * sy;
                for (int x = 0; x < width; x++, i++, to += sx) data[to] = plane[i];
            }
        }
        return new TensorBlock(data, shape, axes);
    }
}
