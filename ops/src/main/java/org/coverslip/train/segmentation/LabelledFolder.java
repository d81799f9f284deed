package org.coverslip.train.segmentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeSet;
import net.imglib2.FinalInterval;
import net.imglib2.RandomAccess;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.RealType;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.view.Views;
import org.coverslip.RefusedException;
import org.coverslip.geojson.Annotations;
import org.coverslip.slide.ImageFiles;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.Placement;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.SlideRegion;
import org.coverslip.tile.ValueMapping;
import org.coverslip.train.prepare.PlainPixels;
import org.locationtech.jts.algorithm.locate.IndexedPointInAreaLocator;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Location;

/**
 * A user's own pictures with their labels: beside {@code a.png}, or in another folder, a label
 * image {@code a.tif} or {@code a.png} (in another folder only), or annotations {@code a.geojson}.
 * Pictures are colour or grey, up to 100 megapixels.
 *
 * @param pictures in name order
 * @param classes background first; those of label images are called {@code class 1} and so on
 *     unless names were given
 */
public record LabelledFolder(List<LabelledPicture> pictures, List<String> classes) {

    private static final long MOST_PIXELS = 100_000_000;
    private static final int MOST_CLASSES = 255;

    /** Read at a time, so that a large picture is not held three times. */
    private static final int ROWS = 256;

    /**
     * Reads a folder of 8 bit pictures.
     *
     * @param images folder or glob
     * @param labels folder of the labels; empty: the folder of each image
     * @param objects whether labels number objects, or annotations outline them, and not classes
     * @param names of the classes without background; empty: from the annotations
     * @throws RefusedException if an image has no labels, or they do not fit
     */
    public static LabelledFolder read(
            String images, Optional<Path> labels, boolean objects, List<String> names) {
        return read(images, labels, objects, names, new ValueMapping.Stored());
    }

    /**
     * Reads a folder.
     *
     * @param range what is black and white in pictures that are not 8 bit
     * @throws RefusedException if an image has no labels, they do not fit, or nobody says what is
     *     black and white in it
     */
    public static LabelledFolder read(
            String images,
            Optional<Path> labels,
            boolean objects,
            List<String> names,
            ValueMapping range) {
        List<ImageFiles.Entry> files =
                ImageFiles.expand(images, null).stream()
                        .sorted(Comparator.comparing(ImageFiles.Entry::name))
                        .toList();
        List<String> classes = new ArrayList<>(List.of("background"));
        classes.addAll(names);
        if (!objects && names.isEmpty()) annotated(files, labels).forEach(classes::add);
        int most = 0;
        List<LabelledPicture> pictures = new ArrayList<>();
        for (ImageFiles.Entry file : files) {
            LabelledPicture p = picture(file, labels, objects, classes, range);
            for (int c : p.classes()) most = Math.max(most, c);
            pictures.add(p);
        }
        for (int c = classes.size(); !objects && c <= most; c++) classes.add("class " + c);
        return new LabelledFolder(List.copyOf(pictures), List.copyOf(classes));
    }

    /**
     * Takes some away for checking.
     *
     * @param part 0 to 1, at least one picture
     * @param seed of the choice
     * @return those to learn from, then those to check with
     * @throws RefusedException if there are fewer than two pictures
     */
    public List<List<LabelledPicture>> split(double part, long seed) {
        if (pictures.size() < 2) {
            throw new RefusedException(
                    "input",
                    "there is " + pictures.size() + " labelled picture",
                    "give at least two: one to learn from and one to check with");
        }
        List<LabelledPicture> shuffled = new ArrayList<>(pictures);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            java.util.Collections.swap(shuffled, i, random.nextInt(i + 1));
        }
        int n = (int) Math.round(part * shuffled.size());
        n = Math.max(1, Math.min(shuffled.size() - 1, n));
        return List.of(shuffled.subList(n, shuffled.size()), shuffled.subList(0, n));
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static Path folder(ImageFiles.Entry file, Optional<Path> labels) {
        return labels.orElse(file.path().toAbsolutePath().getParent());
    }

    private static TreeSet<String> annotated(List<ImageFiles.Entry> files, Optional<Path> labels) {
        TreeSet<String> names = new TreeSet<>();
        for (ImageFiles.Entry file : files) {
            Path json = folder(file, labels).resolve(stem(file.path()) + ".geojson");
            if (!Files.exists(json)) continue;
            for (SlideRegion r : Annotations.read(json).regions()) {
                r.classification().ifPresent(names::add);
            }
        }
        return names;
    }

    private static LabelledPicture picture(
            ImageFiles.Entry file,
            Optional<Path> labels,
            boolean objects,
            List<String> classes,
            ValueMapping range) {
        Path folder = folder(file, labels);
        String stem = stem(file.path());
        try (Slide slide = Slides.open(file.path())) {
            Colours rgb = rgb(file.name(), slide, range);
            int w = (int) slide.levels().get(0).width();
            int h = (int) slide.levels().get(0).height();
            Path json = folder.resolve(stem + ".geojson");
            int[] values;
            if (Files.exists(json)) {
                values = raster(json, w, h, objects, classes);
            } else {
                values = image(file.name(), folder, stem, labels.isPresent(), w, h, objects);
            }
            return objects
                    ? LabelledPicture.ofObjects(file.name(), w, h, rgb, values)
                    : new LabelledPicture(file.name(), w, h, rgb, values);
        } catch (IOException e) {
            throw new RefusedException(
                    file.path(), "it cannot be read (" + e.getMessage() + ")", "check it", e);
        }
    }

    private static Colours rgb(String name, Slide slide, ValueMapping range) {
        RandomAccessibleInterval<? extends RealType<?>> image = slide.image(0, 0);
        long pixels = image.dimension(0) * image.dimension(1);
        if (pixels > MOST_PIXELS || slide.planes() > 1) {
            throw new RefusedException(
                    name,
                    "it is no single picture of up to 100 megapixels",
                    "save its planes as images, or cut it in parts");
        }
        Preparation preparation = PlainPixels.of(Path.of(name), 0, 3, range);
        var source = new Preparation.Source(name, slide.rgb(), slide.displayRange());
        boolean bytes =
                image.getType() instanceof UnsignedByteType && range instanceof ValueMapping.Stored;
        byte[] whole = new byte[bytes ? (int) (3 * pixels) : 0];
        float[] exact = new float[bytes ? 0 : (int) (3 * pixels)];
        int to = 0;
        for (long y = 0; y < image.dimension(1); y += ROWS) {
            long last = Math.min(image.dimension(1), y + ROWS) - 1;
            FinalInterval rows =
                    FinalInterval.createMinMax(
                            0, y, 0, image.dimension(0) - 1, last, image.dimension(2) - 1);
            for (float v :
                    preparation
                            .prepare(Views.zeroMin(Views.interval(image, rows)), source)
                            .data()) {
                if (bytes) whole[to++] = (byte) v;
                else exact[to++] = v;
            }
        }
        return bytes ? Colours.of(whole) : Colours.of(exact);
    }

    private static int[] image(
            String name, Path folder, String stem, boolean apart, int w, int h, boolean objects)
            throws IOException {
        for (String suffix : apart ? List.of(".tif", ".tiff", ".png") : List.<String>of()) {
            Path file = folder.resolve(stem + suffix);
            if (!Files.exists(file)) continue;
            try (Slide labels = Slides.open(file)) {
                RandomAccessibleInterval<? extends RealType<?>> image = labels.image(0, 0);
                if (image.dimension(0) != w || image.dimension(1) != h) {
                    throw new RefusedException(
                            file,
                            "it is "
                                    + image.dimension(0)
                                    + " x "
                                    + image.dimension(1)
                                    + " and its picture "
                                    + w
                                    + " x "
                                    + h,
                            "give labels of the picture's size");
                }
                int[] values = new int[w * h];
                RandomAccess<? extends RealType<?>> at = image.randomAccess();
                for (int i = 0; i < values.length; i++) {
                    at.setPosition(new int[] {i % w, i / w, 0});
                    values[i] = (int) at.get().getRealFloat();
                    if (objects || values[i] <= MOST_CLASSES && values[i] >= 0) continue;
                    throw new RefusedException(
                            file,
                            "class " + values[i] + " is no class",
                            "use network=unet-objects for images that number objects");
                }
                return values;
            }
        }
        throw new RefusedException(
                name,
                "it has no labels in " + folder,
                "save " + stem + ".geojson there, or give labels=<folder of label images>");
    }

    private static int[] raster(Path json, int w, int h, boolean objects, List<String> classes) {
        int[] values = new int[w * h];
        Placement pixels = new Placement(1, 1, 0, 0);
        int number = 0;
        for (SlideRegion r : Annotations.read(json).regions()) {
            number++;
            int value = objects ? number : value(json, r, classes);
            Envelope box = r.outline().getEnvelopeInternal();
            var inside = new IndexedPointInAreaLocator(r.outline());
            int x1 = (int) Math.min(w - 1, Math.ceil(box.getMaxX()));
            int y1 = (int) Math.min(h - 1, Math.ceil(box.getMaxY()));
            for (int y = (int) Math.max(0, Math.floor(box.getMinY())); y <= y1; y++) {
                for (int x = (int) Math.max(0, Math.floor(box.getMinX())); x <= x1; x++) {
                    Coordinate centre = new Coordinate(pixels.centreX(x), pixels.centreY(y));
                    if (inside.locate(centre) != Location.EXTERIOR) values[y * w + x] = value;
                }
            }
        }
        return values;
    }

    private static int value(Path json, SlideRegion region, List<String> classes) {
        int value = classes.indexOf(region.classification().orElse(""));
        if (value >= 0) return value;
        throw new RefusedException(
                json,
                "an annotation has the class "
                        + region.classification().orElse("\"\"")
                        + ", which is none of "
                        + String.join(", ", classes),
                "classify all annotations in QuPath");
    }
}
