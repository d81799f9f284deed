package org.coverslip.synthetic;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.coverslip.RefusedException;
import org.coverslip.report.Progress;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.write.Compression;
import org.coverslip.slide.write.Monitor;
import org.coverslip.slide.write.PyramidWriter;

/**
 * Writes a synthetic slide and its truth: {@code <name>.tif}, {@code <name>-regions.geojson},
 * {@code <name>-nuclei.csv}, {@code <name>-nuclei.geojson} if asked for, and {@code <name>.json}
 * with all parameters and what came of them. The slide comes last: where it stands, all stands.
 */
public final class MakeSlide {

    private static final Gson GSON =
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

    private final SlideParameters parameters;
    private Compression compression = Compression.jpeg(85);
    private Progress progress = Progress.NONE;
    private int tile = 256;
    private int factor = 4;
    private int threads = Math.min(8, Runtime.getRuntime().availableProcessors());
    private boolean outlines;

    private MakeSlide(SlideParameters parameters) {
        this.parameters = parameters;
    }

    public static MakeSlide of(SlideParameters parameters) {
        return new MakeSlide(parameters);
    }

    /** Default: JPEG of quality 85. */
    public MakeSlide compression(Compression how) {
        compression = how;
        return this;
    }

    /** See {@link PyramidWriter#tile}. */
    public MakeSlide tile(int pixels) {
        tile = pixels;
        return this;
    }

    /** See {@link PyramidWriter#factor}. */
    public MakeSlide factor(int times) {
        factor = times;
        return this;
    }

    /** Whether the nuclei are also written as polygons; default: no. */
    public MakeSlide outlines(boolean wanted) {
        outlines = wanted;
        return this;
    }

    public MakeSlide threads(int count) {
        threads = count;
        return this;
    }

    public MakeSlide progress(Progress listener) {
        progress = listener;
        return this;
    }

    /**
     * What was written.
     *
     * @param files the slide last
     * @param nuclei how many of each class
     */
    public record Result(List<Path> files, Map<String, Long> nuclei) {}

    /**
     * Makes the slide.
     *
     * @param path of the slide, ending in .tif or .tiff; neither it nor a truth file may exist
     * @throws RefusedException if a file exists already or cannot be written; nothing new is left
     * @throws CancellationException if it was stopped; nothing new is left
     */
    public Result write(Path path) {
        Names names = Names.of(path, outlines);
        names.refuseExisting();
        // NB: made first, so that a wrong tile or factor is refused before any work.
        SyntheticSlide slide = SyntheticSlide.of(parameters);
        PyramidWriter writer = writer(slide);
        try {
            return write(slide, writer, names);
        } catch (RuntimeException | Error e) {
            names.delete();
            // NB: an interrupt closes the channel under a file that is being written, which then
            // looks like a broken disk.
            if (!Thread.currentThread().isInterrupted()) throw e;
            throw new CancellationException("interrupted");
        }
    }

    private PyramidWriter writer(SyntheticSlide slide) {
        double um = parameters.spacing();
        return PyramidWriter.of(slide)
                .compression(compression)
                .tile(tile)
                .factor(factor)
                .threads(threads)
                .spacing(new PixelSize(um, um))
                .description(
                        String.format(
                                Locale.ROOT,
                                "Coverslip synthetic slide\n%d x %d pixels of %s um, seed %d",
                                parameters.width(),
                                parameters.height(),
                                um,
                                parameters.seed()))
                .monitor(
                        new Monitor() {
                            @Override
                            public void update(long done, long total) {
                                progress.update(done, total, "tiles");
                            }

                            @Override
                            public boolean isCanceled() {
                                return progress.isCanceled();
                            }
                        });
    }

    private Result write(SyntheticSlide slide, PyramidWriter writer, Names names) {
        RegionGrid grid = new RegionGrid(slide, progress);
        WholeFile.write(names.regions, out -> RegionTruth.write(grid, parameters.regions(), out));
        NucleusTruth nuclei = new NucleusTruth(slide, progress);
        Map<String, Long> counts = new LinkedHashMap<>();
        WholeFile.write(names.nuclei, out -> counts.putAll(nuclei.writeTable(out)));
        if (outlines) WholeFile.write(names.outlines, nuclei::writeOutlines);
        String json = GSON.toJson(record(slide, grid, counts)) + "\n";
        WholeFile.write(names.record, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
        writer.write(names.slide);
        return new Result(names.all(), counts);
    }

    private Map<String, Object> record(
            SyntheticSlide slide, RegionGrid grid, Map<String, Long> nuclei) {
        Map<String, Object> record = new LinkedHashMap<>();
        record.put("made_by", "Coverslip make-slide");
        record.put("parameters", parameters);
        record.put("tile", tile);
        record.put("factor", factor);
        record.put("compression", compression);
        record.put("haematoxylin", slide.stains()[0]);
        record.put("eosin", slide.stains()[1]);
        Map<String, Double> shares = new LinkedHashMap<>();
        shares.put("tissue", 1 - grid.share(Region.BACKGROUND));
        for (Region region : parameters.regions()) shares.put(region.label(), grid.share(region));
        record.put("share_of_slide", shares);
        record.put("outline_grid_pixels", grid.step());
        record.put("nuclei", nuclei);
        return record;
    }

    /** The files of one slide. */
    private record Names(
            Path slide, Path regions, Path nuclei, Path outlines, Path record, List<Path> all) {

        static Names of(Path path, boolean withOutlines) {
            Path absolute = path.toAbsolutePath().normalize();
            String name = String.valueOf(absolute.getFileName());
            String lower = name.toLowerCase(Locale.ROOT);
            if (!lower.endsWith(".tif") && !lower.endsWith(".tiff")) {
                throw new RefusedException(
                        path, "a slide is written as TIFF", "give a name that ends in .tif");
            }
            String stem = name.substring(0, name.lastIndexOf('.'));
            Path regions = absolute.resolveSibling(stem + "-regions.geojson");
            Path nuclei = absolute.resolveSibling(stem + "-nuclei.csv");
            Path outlines = absolute.resolveSibling(stem + "-nuclei.geojson");
            Path record = absolute.resolveSibling(stem + ".json");
            List<Path> all = new ArrayList<>(List.of(regions, nuclei, record, absolute));
            if (withOutlines) all.add(2, outlines);
            return new Names(absolute, regions, nuclei, outlines, record, List.copyOf(all));
        }

        void refuseExisting() {
            for (Path file : all) {
                if (Files.exists(file)) {
                    throw new RefusedException(
                            file, "this file exists already", "delete it or choose another output");
                }
            }
        }

        void delete() {
            for (Path file : all) {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException e) {
                    // The folder is gone or read-only: nothing was written then.
                }
            }
        }
    }
}
