package org.coverslip.slide;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;

/** A slide of one level, whose planes come from a function that may be called by many threads. */
final class PlainSlide implements Slide {

    private final String name;
    private final String reader;
    private final Level level;
    private final int channels;
    private final boolean rgb;
    private final int planes;
    private final int slices;
    private final OptionalDouble sliceDistance;
    private final PixelSize pixelSize;
    private final ValueRange displayRange;
    private final List<String> notes;
    private final IntFunction<RandomAccessibleInterval<? extends RealType<?>>> source;

    private PlainSlide(
            Builder b, IntFunction<RandomAccessibleInterval<? extends RealType<?>>> source) {
        name = b.name;
        reader = b.reader;
        level = new Level(b.width, b.height, 1);
        channels = b.channels;
        rgb = b.rgb;
        planes = b.planes;
        slices = b.slices == 0 ? b.planes : b.slices;
        sliceDistance = b.sliceDistance;
        pixelSize = b.pixelSize;
        displayRange = b.displayRange;
        notes = List.copyOf(b.notes);
        this.source = source;
    }

    static Builder named(String name, String reader) {
        return new Builder(name, reader);
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
        return List.of(level);
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public boolean rgb() {
        return rgb;
    }

    @Override
    public int planes() {
        return planes;
    }

    @Override
    public int slices() {
        return slices;
    }

    @Override
    public OptionalDouble sliceDistance() {
        return sliceDistance;
    }

    @Override
    public Optional<PixelSize> pixelSize() {
        return Optional.ofNullable(pixelSize);
    }

    @Override
    public Optional<ValueRange> displayRange() {
        return Optional.ofNullable(displayRange);
    }

    @Override
    public List<String> notes() {
        return notes;
    }

    @Override
    public RandomAccessibleInterval<? extends RealType<?>> image(int level, int plane) {
        if (level != 0) throw new IndexOutOfBoundsException(name + " has no level " + level);
        if (plane < 0 || plane >= planes) {
            throw new IndexOutOfBoundsException(name + " has no plane " + plane);
        }
        return source.apply(plane);
    }

    @Override
    public void close() {
        // Nothing is held open: every read opens and closes the file itself.
    }

    /** Collects what a reader finds out; everything not set is unknown. */
    static final class Builder {

        private final String name;
        private final String reader;
        private long width;
        private long height;
        private int channels = 1;
        private boolean rgb;
        private int planes = 1;
        private int slices;
        private OptionalDouble sliceDistance = OptionalDouble.empty();
        private PixelSize pixelSize;
        private ValueRange displayRange;
        private final List<String> notes = new ArrayList<>();

        private Builder(String name, String reader) {
            this.name = name;
            this.reader = reader;
        }

        Builder size(long w, long h) {
            width = w;
            height = h;
            return this;
        }

        Builder channels(int n, boolean areRgb) {
            channels = n;
            rgb = areRgb;
            return this;
        }

        Builder planes(int n) {
            planes = n;
            return this;
        }

        /**
         * How many planes are one volume; all, if not said.
         *
         * @param distance from one to the next in micrometres
         */
        Builder slices(int n, OptionalDouble distance) {
            slices = n;
            sliceDistance = distance;
            return this;
        }

        Builder pixelSize(Optional<PixelSize> size) {
            pixelSize = size.orElse(null);
            return this;
        }

        /** Ignored unless {@code min < max}. */
        Builder displayRange(double min, double max) {
            if (min < max) displayRange = new ValueRange(min, max);
            return this;
        }

        Builder note(String note) {
            notes.add(note);
            return this;
        }

        /** Size, channels and colour as those of a decoded picture. */
        Builder like(Picture picture) {
            size(picture.width(), picture.height());
            channels(picture.channels(), picture.rgb());
            picture.notes().forEach(this::note);
            return this;
        }

        PlainSlide build(IntFunction<RandomAccessibleInterval<? extends RealType<?>>> source) {
            return new PlainSlide(this, source);
        }
    }
}
