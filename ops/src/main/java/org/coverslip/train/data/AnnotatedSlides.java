package org.coverslip.train.data;

import ij.gui.Roi;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.job.Sentence;
import org.coverslip.roi.RoiShape;
import org.coverslip.slide.ImageFiles;
import org.coverslip.slide.Slide;
import org.coverslip.tile.SlideRegion;
import org.coverslip.tile.Tile;
import org.coverslip.tile.TileGrid;
import org.coverslip.tile.TileScale;

/**
 * Slides with annotations beside them ({@code slide.geojson} as QuPath exports it, or ImageJ ROIs
 * named after their class): a tile that lies inside annotations of one class is an example of it.
 */
final class AnnotatedSlides {

    /** Part of a tile's area that must lie inside annotations of its class. */
    private static final double INSIDE = 0.75;

    private final double spacing;
    private final int size;
    private final double overlap;
    private final Grouping grouping;

    /**
     * @param spacing um per pixel of the tiles
     * @param size edge of a tile in these pixels
     * @param overlap part of a tile that it shares with the next
     */
    AnnotatedSlides(double spacing, int size, double overlap, Grouping grouping) {
        this.spacing = spacing;
        this.size = size;
        this.overlap = overlap;
        this.grouping = grouping;
    }

    private record Found(Path file, String slide, String label, Tile tile) {}

    ExampleSet read(String source, List<ImageFiles.Entry> files, List<String> wanted) {
        List<Found> found = new ArrayList<>();
        Map<String, String> failures = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        for (ImageFiles.Entry file : files) {
            try {
                found.addAll(tiles(file, wanted, notes));
            } catch (RuntimeException | IOException | OutOfMemoryError e) {
                failures.put(file.name(), Sentence.of(file.name(), e));
            }
        }
        TreeSet<String> names = new TreeSet<>();
        found.forEach(f -> names.add(f.label()));
        List<String> labels = wanted.isEmpty() ? List.copyOf(names) : wanted;
        List<Example> examples = new ArrayList<>();
        for (Found f : found) {
            String place = "x" + Math.round(f.tile().x0()) + "y" + Math.round(f.tile().y0());
            examples.add(
                    new Example(
                            f.slide() + "#" + place,
                            f.file(),
                            Optional.of(f.tile()),
                            List.of(labels.indexOf(f.label())),
                            grouping.of(f.slide()),
                            Optional.empty()));
        }
        return new ExampleSet(source, labels, true, true, examples, failures, notes);
    }

    private List<Found> tiles(ImageFiles.Entry file, List<String> wanted, List<String> notes)
            throws IOException {
        String name = file.name();
        Map<String, List<SlideRegion>> byClass = regions(file, notes);
        if (!wanted.isEmpty()) byClass.keySet().retainAll(wanted);
        if (byClass.isEmpty()) {
            throw new RefusedException(
                    name,
                    "no annotation of a class lies beside it",
                    "export its annotations as .geojson under its name, or save ROIs named after"
                            + " their class as .zip");
        }
        Map<Integer, List<Found>> byTile = new TreeMap<>();
        try (Slide slide = ImageItem.of(name, file.path()).opener().open()) {
            if (slide.pixelSize().isEmpty()) {
                throw new RefusedException(
                        name,
                        "it does not say how large its pixels are",
                        "write the pixel size into the file (Image > Properties in ImageJ)");
            }
            TileScale scale =
                    TileScale.of(
                            name, slide.levels(), slide.pixelSize(), OptionalDouble.of(spacing));
            scale.notes().forEach(n -> notes.add(name + ": " + n));
            byClass.forEach(
                    (label, regions) -> {
                        TileGrid grid =
                                TileGrid.builder(name, slide.levels().get(0), scale, size, size)
                                        .overlap(overlap)
                                        .inside(SlideRegion.union(regions), INSIDE)
                                        .build();
                        for (Tile tile : grid) {
                            byTile.computeIfAbsent(tile.index(), i -> new ArrayList<>())
                                    .add(new Found(file.path(), name, label, tile));
                        }
                    });
        }
        long doubtful = byTile.values().stream().filter(f -> f.size() > 1).count();
        if (doubtful > 0) {
            notes.add(name + ": " + doubtful + " tiles inside two classes were left out");
        }
        return byTile.values().stream().filter(f -> f.size() == 1).map(f -> f.get(0)).toList();
    }

    private static Map<String, List<SlideRegion>> regions(
            ImageFiles.Entry file, List<String> notes) {
        ImageItem item = ImageItem.of(file.name(), file.path());
        Map<String, List<SlideRegion>> byClass = new TreeMap<>();
        int without = 0;
        for (SlideRegion region : item.regions().find()) {
            String label = region.classification().orElseGet(() -> plain(region.name()));
            if (label.isEmpty()) without++;
            else byClass.computeIfAbsent(label, l -> new ArrayList<>()).add(region);
        }
        for (Roi roi : item.rois().find()) {
            String label = plain(roi.getName());
            if (label.isEmpty()) without++;
            else {
                byClass.computeIfAbsent(label, l -> new ArrayList<>())
                        .add(SlideRegion.of(label, RoiShape.of(roi)));
            }
        }
        if (without > 0) notes.add(file.name() + ": " + without + " annotations name no class");
        return byClass;
    }

    /** {@code tumour 3}, {@code tumour-3} and {@code tumour_03} are all {@code tumour}. */
    private static String plain(String name) {
        return name == null ? "" : name.replaceAll("[\\s_#-]*[\\d-]*$", "").strip();
    }

    /** Whether annotations lie beside one of the files. */
    static boolean fits(List<ImageFiles.Entry> files) {
        return files.stream()
                .anyMatch(
                        f -> {
                            ImageItem item = ImageItem.of(f.name(), f.path());
                            return !item.regions().find().isEmpty()
                                    || !item.rois().find().isEmpty();
                        });
    }
}
