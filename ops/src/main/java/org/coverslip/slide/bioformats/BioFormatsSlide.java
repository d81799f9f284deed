package org.coverslip.slide.bioformats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import org.coverslip.slide.Level;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.ValueRange;
import org.coverslip.slide.cells.CellCache;
import org.coverslip.slide.cells.CellImages;
import org.coverslip.slide.cells.CellLayout;
import org.coverslip.slide.cells.Downsample;
import org.coverslip.slide.cells.Pool;

/** A file that Bio-Formats reads. */
final class BioFormatsSlide implements Slide {

    private final String name;
    private final String reader;
    private final List<Resolution> resolutions;
    private final boolean rgb;
    private final Optional<PixelSize> pixelSize;
    private final OptionalDouble sliceDistance;
    private final List<String> notes;
    private final Pool<LociReader> readers;
    private final CellImages images;

    BioFormatsSlide(
            LociFile file,
            List<Resolution> resolutions,
            boolean rgb,
            Optional<PixelSize> pixelSize,
            OptionalDouble sliceDistance,
            List<String> notes,
            Pool<LociReader> readers) {
        name = file.path().getFileName().toString();
        reader = file.library().name();
        this.resolutions = List.copyOf(resolutions);
        this.rgb = rgb;
        this.pixelSize = pixelSize;
        this.sliceDistance = sliceDistance;
        this.notes = List.copyOf(notes);
        this.readers = readers;
        images =
                new CellImages(
                        file.path(), CellCache.shared(), new LociPixels(readers, resolutions));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String reader() {
        return reader;
    }

    @Override
    public List<Level> levels() {
        CellLayout full = full();
        List<Level> levels = new ArrayList<>();
        for (Resolution r : resolutions) {
            long w = r.layout().width();
            long h = r.layout().height();
            levels.add(new Level(w, h, Downsample.of(full.width(), full.height(), w, h)));
        }
        return levels;
    }

    @Override
    public int channels() {
        return full().channels();
    }

    @Override
    public boolean rgb() {
        return rgb;
    }

    @Override
    public int planes() {
        return resolutions.get(0).planes();
    }

    @Override
    public int slices() {
        return resolutions.get(0).slices();
    }

    @Override
    public OptionalDouble sliceDistance() {
        return sliceDistance;
    }

    @Override
    public Optional<PixelSize> pixelSize() {
        return pixelSize;
    }

    // NB: the OME data model has no display range; each format hides its own elsewhere, if at all.
    @Override
    public Optional<ValueRange> displayRange() {
        return Optional.empty();
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public RandomAccessibleInterval<? extends RealType<?>> image(int level, int plane) {
        if (level < 0 || level >= resolutions.size()) {
            throw new IndexOutOfBoundsException(name + " has no level " + level);
        }
        if (plane < 0 || plane >= planes()) {
            throw new IndexOutOfBoundsException(name + " has no plane " + plane);
        }
        return images.image(resolutions.get(level).layout(), level, plane);
    }

    @Override
    public void close() throws IOException {
        images.close();
        readers.close();
    }

    private CellLayout full() {
        return resolutions.get(0).layout();
    }
}
