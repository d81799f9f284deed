package org.coverslip.evaluate.segmentation;

import java.nio.file.Path;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.RefusedException;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;

/** Labels in an image file, looked up for pixels of any size: the nearest one is taken. */
final class LabelImage implements LabelSource {

    private final Path file;
    private final Slide slide;
    private final int width;
    private final int height;

    /**
     * @param file for messages
     * @param slide stays open and belongs to the caller
     * @param width pixels that are asked for
     * @param height pixels that are asked for
     * @throws RefusedException if it has colours
     */
    LabelImage(Path file, Slide slide, long width, long height) {
        this.file = file;
        this.slide = slide;
        this.width = Math.toIntExact(width);
        this.height = Math.toIntExact(height);
        if (slide.channels() == 1) return;
        throw new RefusedException(
                file,
                "it is a picture of " + slide.channels() + " channels and no label image",
                "give images in which every pixel holds the number of its object or class");
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public int planes() {
        return slide.planes();
    }

    @Override
    public void read(int plane, int x, int y, int w, int h, int[] out) {
        Level full = slide.levels().get(0);
        double sx = full.width() / (double) width;
        double sy = full.height() / (double) height;
        RandomAccessibleInterval<? extends RealType<?>> image = slide.image(0, plane);
        RandomAccess<? extends RealType<?>> at = image.randomAccess();
        for (int j = 0, to = 0; j < h; j++) {
            at.setPosition((long) ((y + j + 0.5) * sy), 1);
            for (int i = 0; i < w; i++) {
                at.setPosition((long) ((x + i + 0.5) * sx), 0);
                out[to++] = label(at.get().getRealDouble());
            }
        }
    }

    private int label(double value) {
        if (value >= 0 && value <= Integer.MAX_VALUE && value == Math.rint(value)) {
            return (int) value;
        }
        throw new RefusedException(
                file, "it holds " + value + ", which is no label", "give whole numbers from 0 on");
    }
}
