package org.coverslip.train.prepare;

import java.nio.file.Path;
import java.util.List;
import org.coverslip.model.InputSpec;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Size;
import org.coverslip.network.ElementType;
import org.coverslip.slide.Resampling;
import org.coverslip.slide.ValueRange;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.ValueMapping;

/** Pictures to learn from, at the network's size and channels, with values from 0 to 255. */
public final class PlainPixels {

    /** What every network trained here is given, before its steps. */
    public static final ValueRange BYTES = new ValueRange(0, 255);

    /** How pictures of another size are brought to the network's. */
    public static final Resampling KERNEL = Resampling.AREA;

    private PlainPixels() {}

    /**
     * The preparation that the finished network's pictures go through, without its steps.
     *
     * @param source for messages
     * @param size edge in pixels of the network; 0: as the pictures are
     * @param range what is black and white in pictures that are not 8 bit
     */
    public static Preparation of(Path source, int size, int channels, ValueMapping range) {
        ModelBundle model =
                ModelBundle.builder()
                        .source(source)
                        .savedModel(source)
                        .inputs(List.of(input(size, channels)))
                        .valueRange(BYTES)
                        .resize(KERNEL)
                        .build();
        return new Preparation(model, range);
    }

    /**
     * The input of a network for such pictures.
     *
     * @param size edge in pixels; 0: any
     */
    public static InputSpec input(int size, int channels) {
        Size edge = size == 0 ? Size.ANY : new Size.Fixed(size);
        List<Size> sizes = List.of(Size.ANY, edge, edge, new Size.Fixed(channels));
        return new InputSpec("image", "byxc", ElementType.FLOAT32, sizes, List.of());
    }
}
