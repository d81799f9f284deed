package org.coverslip.evaluate.segmentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.coverslip.RefusedException;
import org.coverslip.geojson.Annotations;
import org.coverslip.report.Table;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.Placement;
import org.coverslip.tile.SlideRegion;

/**
 * Holds the labels of one segmented image against its truth, block by block.
 *
 * @param own folder of the image's results
 * @param width of the image
 * @param height of the image
 * @param truth label image or GeoJSON
 * @param classes names of the classes, extended by those that only the truth knows
 * @param named how many of them the results know
 */
record ComparedImage(
        Path own, long width, long height, Path truth, List<String> classes, int named) {

    private static final int BLOCK = 1024;

    /** Whether objects were made, and not classes of pixels only. */
    boolean hasObjects() {
        return Files.exists(own.resolve("objects.csv"));
    }

    /** Whether the truth says of which class an object is. */
    boolean tellsClasses() {
        return TruthFiles.isOutlines(truth) || !hasObjects();
    }

    /**
     * @param objects whether the run made objects
     * @throws RefusedException if the truth does not fit the image
     */
    Agreement compare(boolean objects) {
        Path file = own.resolve("labels.tif");
        try (Slide labels = Slides.open(file)) {
            if (TruthFiles.isOutlines(truth)) return outlines(file, labels, objects);
            try (Slide known = Slides.open(truth)) {
                return image(file, labels, known, objects);
            }
        } catch (IOException e) {
            throw new RefusedException(
                    file, "it cannot be read (" + e.getMessage() + ")", "segment it again", e);
        }
    }

    private Agreement image(Path file, Slide labels, Slide known, boolean objects) {
        Level t = known.levels().get(0);
        Level l = labels.levels().get(0);
        boolean fits = t.width() == width && t.height() == height;
        fits |= t.width() == l.width() && t.height() == l.height();
        if (!fits || known.planes() != labels.planes()) {
            throw new RefusedException(
                    truth,
                    size(t.width(), t.height(), known.planes())
                            + " and its image "
                            + size(width, height, labels.planes()),
                    "give labels of the image's size");
        }
        LabelSource truths = new LabelImage(truth, known, t.width(), t.height());
        LabelSource found = new LabelImage(file, labels, t.width(), t.height());
        IntUnaryOperator truthClass = objects ? v -> v > 0 ? 1 : 0 : this::known;
        return compare(truths, found, truthClass, foundClass(objects), objects);
    }

    private static String size(long w, long h, int planes) {
        return "it has "
                + w
                + " x "
                + h
                + " pixels"
                + (planes > 1 ? " in " + planes + " planes" : "");
    }

    private int known(int value) {
        if (value <= classes.size()) return value;
        throw new RefusedException(
                truth,
                "it holds class " + value + " and there are " + classes.size(),
                "number classes as the results do: " + numbered());
    }

    private String numbered() {
        List<String> all = new ArrayList<>();
        for (int c = 0; c < classes.size(); c++) all.add((c + 1) + " " + classes.get(c));
        return String.join(", ", all);
    }

    private Agreement outlines(Path file, Slide labels, boolean objects) {
        if (labels.planes() > 1) {
            throw new RefusedException(
                    truth, "it outlines one plane and its image is a stack", "give label images");
        }
        Level l = labels.levels().get(0);
        List<SlideRegion> regions = Annotations.read(truth).regions();
        int[] classOf = new int[regions.size() + 1];
        for (int i = 1; i < classOf.length; i++) classOf[i] = classOf(regions.get(i - 1));
        var placement =
                new Placement(width / (double) l.width(), height / (double) l.height(), 0, 0);
        LabelSource truths =
                new OutlineLabels(regions, placement, (int) l.width(), (int) l.height());
        LabelSource found = new LabelImage(file, labels, l.width(), l.height());
        return compare(truths, found, v -> classOf[v], foundClass(objects), objects);
    }

    private int classOf(SlideRegion region) {
        // NB: where there is one class only, annotations need not say which.
        if (region.classification().isEmpty() && named == 1) return 1;
        String name = region.classification().orElse("unclassified");
        if (!classes.contains(name)) classes.add(name);
        return classes.indexOf(name) + 1;
    }

    /** The class, from 1, of a label of the results. */
    private IntUnaryOperator foundClass(boolean objects) {
        // NB: a border between objects has a value behind the classes and belongs to the one there
        // is.
        if (!objects) return v -> v <= named ? v : 1;
        Table table = Table.read(own.resolve("objects.csv"));
        int number = table.columns().indexOf("object");
        int name = table.columns().indexOf("class");
        Map<Integer, Integer> classOf = new java.util.HashMap<>();
        for (List<String> row : table.rows()) {
            classOf.put(Integer.valueOf(row.get(number)), classes.indexOf(row.get(name)) + 1);
        }
        return v -> v == 0 ? 0 : classOf.getOrDefault(v, 0);
    }

    private Agreement compare(
            LabelSource truths,
            LabelSource found,
            IntUnaryOperator truthClass,
            IntUnaryOperator foundClass,
            boolean objects) {
        Agreement all = new Agreement();
        boolean volume = objects && isVolume(found);
        for (int plane = 0; plane < found.planes(); plane++) {
            // NB: objects of slices are compared slice by slice, whatever their numbers.
            Agreement of = volume ? all : new Agreement();
            for (int y = 0; y < found.height(); y += BLOCK) {
                int h = Math.min(BLOCK, found.height() - y);
                for (int x = 0; x < found.width(); x += BLOCK) {
                    int w = Math.min(BLOCK, found.width() - x);
                    int[] t = new int[w * h];
                    int[] f = new int[w * h];
                    truths.read(plane, x, y, w, h, t);
                    found.read(plane, x, y, w, h, f);
                    int told = objects && tellsClasses() ? classes.size() : 0;
                    of.add(t, f, mapped(t, truthClass), mapped(f, foundClass), told);
                }
            }
            if (!volume) all.join(of);
        }
        return all;
    }

    private static int[] mapped(int[] labels, IntUnaryOperator by) {
        int[] out = new int[labels.length];
        for (int i = 0; i < out.length; i++) out[i] = labels[i] == 0 ? 0 : by.applyAsInt(labels[i]);
        return out;
    }

    /** Whether an object reaches over several planes. */
    private static boolean isVolume(LabelSource found) {
        Set<Integer> before = new HashSet<>();
        for (int plane = 0; plane < found.planes() && found.planes() > 1; plane++) {
            Set<Integer> here = new HashSet<>();
            int[] row = new int[found.width()];
            for (int y = 0; y < found.height(); y++) {
                found.read(plane, 0, y, found.width(), 1, row);
                for (int v : row) if (v > 0) here.add(v);
            }
            for (int v : here) if (!before.add(v)) return true;
        }
        return false;
    }
}
