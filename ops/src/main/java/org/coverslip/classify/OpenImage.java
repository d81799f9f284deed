package org.coverslip.classify;

import ij.gui.Roi;
import java.io.IOException;
import java.util.List;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.roi.Part;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Preparation;

/** An image while it is being classified: its parts, and what has come out for them. */
final class OpenImage implements AutoCloseable {

    private final ImageItem item;
    private final Slide slide;
    private final Preparation preparation;
    private final List<Part> parts;
    private final Prediction[] predictions;
    private TensorBlock first;
    private int open;

    private OpenImage(ImageItem item, Slide slide, Preparation preparation, boolean byRoi) {
        this.item = item;
        this.slide = slide;
        this.preparation = preparation;
        if (slide.levels().size() > 1) throw isSlide(item);
        this.parts = parts(byRoi);
        this.predictions = new Prediction[parts.size()];
        this.open = parts.size();
        this.first = cut(0);
    }

    /**
     * Opens an image and prepares its first part.
     *
     * @throws RefusedException if it cannot be read or does not fit the model
     */
    static OpenImage open(ImageItem item, Preparation preparation, boolean byRoi) {
        Slide slide = null;
        try {
            slide = item.opener().open();
            return new OpenImage(item, slide, preparation, byRoi);
        } catch (IOException e) {
            closeQuietly(slide);
            throw new RefusedException(
                    item.id().name(),
                    "it cannot be read (" + e.getMessage() + ")",
                    "check the file",
                    e);
        } catch (RuntimeException | Error e) {
            closeQuietly(slide);
            throw e;
        }
    }

    private static RefusedException isSlide(ImageItem item) {
        return new RefusedException(
                item.id().name(),
                "it is a slide of several resolutions and the model does not say at how many um per pixel it sees tissue",
                "import the model with spacing=");
    }

    private List<Part> parts(boolean byRoi) {
        Level full = slide.levels().get(0);
        int width = Math.toIntExact(full.width());
        int height = Math.toIntExact(full.height());
        if (!byRoi) return Part.planes(slide.planes(), width, height);
        List<Roi> rois = item.rois().find();
        if (rois.isEmpty()) {
            throw new RefusedException(
                    item.id().name(),
                    "region=rois was asked for but it has none",
                    "draw some and save them as an overlay or beside the image as "
                            + stem()
                            + ".zip");
        }
        return Part.boxes(item.id().name(), rois, slide.planes(), width, height);
    }

    private String stem() {
        String name = item.id().name();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    ImageItem item() {
        return item;
    }

    Slide slide() {
        return slide;
    }

    List<Part> parts() {
        return parts;
    }

    /** One part as the network takes it. */
    TensorBlock prepare(int part) {
        TensorBlock ready = part == 0 ? first : null;
        if (ready == null) return cut(part);
        first = null;
        return ready;
    }

    private TensorBlock cut(int index) {
        Part part = parts.get(index);
        RandomAccessibleInterval<? extends RealType<?>> plane = slide.image(0, part.plane());
        long[] min = {part.x(), part.y(), 0};
        long[] max = {
            part.x() + part.width() - 1L, part.y() + part.height() - 1L, plane.dimension(2) - 1
        };
        var source = new Preparation.Source(item.id().name(), slide.rgb(), slide.displayRange());
        return preparation.prepare(
                Views.zeroMin(Views.interval(plane, new FinalInterval(min, max))), source);
    }

    void predicted(int part, Prediction prediction) {
        predictions[part] = prediction;
        open--;
    }

    boolean isComplete() {
        return open == 0;
    }

    List<Prediction> predictions() {
        return List.of(predictions);
    }

    @Override
    public void close() {
        closeQuietly(slide);
    }

    private static void closeQuietly(Slide slide) {
        if (slide == null) return;
        try {
            slide.close();
        } catch (IOException e) {
            // It was only read: nothing is lost.
        }
    }
}
