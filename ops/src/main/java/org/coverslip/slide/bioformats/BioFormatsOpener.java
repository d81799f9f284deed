package org.coverslip.slide.bioformats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.coverslip.RefusedException;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.cells.Pool;

/** Opens a file as a slide: chooses the series, collects levels, pixel size and notes. */
final class BioFormatsOpener {

    private static final int MOST_NAMES = 5;
    private static final int LONGEST_REASON = 200;

    private final LociFile file;

    BioFormatsOpener(LociFile file) {
        this.file = file;
    }

    /**
     * @throws RefusedException if Bio-Formats cannot open it
     */
    Slide open() {
        refuseCutShort();
        Pool<LociReader> readers =
                new Pool<>(
                        file.path(),
                        Runtime.getRuntime().availableProcessors(),
                        () -> file.open(null));
        Object store = file.library().newStore();
        LociReader first = null;
        try {
            first = file.open(store);
            Slide slide = slide(first, file.library().metadata(store), readers);
            readers.add(first);
            // NB: one cell, so that a codec that is missing or broken is found now and not in the
            // middle of a run.
            slide.image(0, 0).firstElement();
            return slide;
        } catch (RefusedException e) {
            close(first, readers);
            throw e;
        } catch (IOException | RuntimeException | LinkageError e) {
            close(first, readers);
            throw refusal(e);
        }
    }

    private void refuseCutShort() {
        Optional<String> missing;
        try {
            missing = TiffExtent.missing(file.path());
        } catch (IOException e) {
            throw refusal(e);
        }
        if (missing.isPresent()) {
            throw new RefusedException(
                    file.path(),
                    "it is cut short (" + missing.get() + ")",
                    "fetch it again from its source");
        }
    }

    private Slide slide(LociReader reader, LociMetadata metadata, Pool<LociReader> readers) {
        List<Series> all = Series.all(reader, metadata);
        Series main = Series.main(all);
        List<Resolution> levels = Resolution.levels(file.library(), reader, main.index());
        if (levels.isEmpty()) {
            throw new RefusedException(
                    file.path(),
                    "its pixels are no real numbers, or there are none",
                    "convert it to an ordinary TIFF");
        }
        List<String> notes = new ArrayList<>();
        if (all.size() > 1) notes.add(others(all, main));
        reader.setSeries(main.index());
        int resolutions = reader.getResolutionCount();
        if (levels.size() < resolutions) {
            notes.add(
                    resolutions
                            - levels.size()
                            + " resolution(s) are not smaller versions of the"
                            + " first and are not read");
        }
        boolean table = reader.isIndexed() && !reader.isFalseColor();
        if (table) notes.add("its colour table is ignored, the values are used");
        boolean rgb = reader.getEffectiveSizeC() == 1 && reader.getRGBChannelCount() >= 3 && !table;
        Optional<PixelSize> size =
                file.library()
                        .pixelSize(
                                metadata.getPixelsPhysicalSizeX(main.index()),
                                metadata.getPixelsPhysicalSizeY(main.index()));
        OptionalDouble depth = file.library().length(metadata.getPixelsPhysicalSizeZ(main.index()));
        return new BioFormatsSlide(file, levels, rgb, size, depth, notes, readers);
    }

    private static String others(List<Series> all, Series main) {
        String names =
                all.stream()
                        .filter(s -> s != main)
                        .limit(MOST_NAMES)
                        .map(Series::toString)
                        .collect(Collectors.joining(", "));
        int more = all.size() - 1 - MOST_NAMES;
        return "not read from the same file: " + names + (more > 0 ? " and " + more + " more" : "");
    }

    private RefusedException refusal(Throwable e) {
        return new RefusedException(
                file.path(),
                file.library().name() + " cannot read it (" + reason(e) + ")",
                "the file may be damaged or cut short: fetch it again from its source",
                e);
    }

    /** The first line of the message, without the path that the sentence begins with. */
    private String reason(Throwable e) {
        String message = e.getMessage() == null ? "" : e.getMessage();
        String line = message.lines().findFirst().orElse("").replace(file.path().toString(), "");
        line = line.strip().replaceAll("[:;.]+$", "");
        if (line.isEmpty()) line = e.getClass().getSimpleName();
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
    }

    /** After a failure, which is thrown rather than what goes wrong here. */
    private static void close(LociReader first, Pool<LociReader> readers) {
        try {
            readers.close();
            if (first != null) first.close();
        } catch (IOException | RuntimeException e) {
            // See above.
        }
    }
}
