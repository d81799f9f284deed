package org.coverslip.train.detection;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import org.coverslip.RefusedException;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.slide.PixelSize;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.TileScale;

/** The labelled pictures, opened, in two sets. */
final class Scenes implements AutoCloseable {

    private final List<Slide> open = new ArrayList<>();
    private final List<Scene> training = new ArrayList<>();
    private final List<Scene> validation = new ArrayList<>();

    private Scenes() {}

    /**
     * Opens all pictures.
     *
     * @param labels what is marked in them
     * @param files where they lie
     * @param spacing um per pixel of the network; 0: the pictures' own pixels
     * @param edge of crops in pixels of the network
     * @param part of the pictures that validates
     * @throws RefusedException if a picture cannot be opened, does not say its pixel size where one
     *     is needed, or there are too few
     */
    static Scenes open(
            Path source,
            LabelSet labels,
            ImageSizes files,
            double spacing,
            int edge,
            double part,
            long seed) {
        if (labels.objects() == 0) {
            throw new RefusedException(source, "nothing is marked in these labels", "mark objects");
        }
        List<LabelledImage> images = new ArrayList<>(labels.images());
        images.sort(java.util.Comparator.comparing(LabelledImage::file));
        Collections.shuffle(images, new Random(seed));
        int checks = (int) Math.max(1, Math.round(images.size() * part));
        if (checks >= images.size()) {
            throw new RefusedException(
                    source,
                    "with " + images.size() + " images there is nothing left to learn from",
                    "give at least 2 images, or a smaller validation=");
        }
        Scenes scenes = new Scenes();
        try {
            for (int i = 0; i < images.size(); i++) {
                Scene scene = scenes.open(source, images.get(i), labels, files, spacing, edge);
                (i < checks ? scenes.validation : scenes.training).add(scene);
            }
        } catch (RuntimeException | Error e) {
            scenes.close();
            throw e;
        }
        return scenes;
    }

    private Scene open(
            Path source,
            LabelledImage image,
            LabelSet labels,
            ImageSizes files,
            double spacing,
            int edge) {
        Path file =
                files.find(image.file())
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                source,
                                                "it names " + image.file() + ", which is not there",
                                                "give the folder of the images"));
        Slide slide = Slides.open(file);
        open.add(slide);
        Optional<PixelSize> size = slide.pixelSize();
        TileScale scale =
                spacing > 0
                        ? TileScale.of(
                                image.file(), slide.levels(), size, OptionalDouble.of(spacing))
                        : new TileScale(1, 1, 0, 1, List.of());
        List<Scene.Target> objects = new ArrayList<>();
        for (LabelledBox o : image.objects()) {
            objects.add(new Scene.Target(o.box(), labels.classes().indexOf(o.label())));
        }
        return new Scene(image.file(), slide, scale, edge, objects);
    }

    List<Scene> training() {
        return training;
    }

    List<Scene> validation() {
        return validation;
    }

    /** Width or height of the largest object, in pixels of the network. */
    double largest() {
        double largest = 0;
        for (List<Scene> set : List.of(training, validation)) {
            for (Scene scene : set) {
                for (Scene.Target t : scene.objects()) {
                    largest = Math.max(largest, Math.max(t.box().width(), t.box().height()));
                }
            }
        }
        return largest;
    }

    /** Objects of each set, for the training record. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new LinkedHashMap<>();
        counts.put("training images", training.size());
        counts.put("validation images", validation.size());
        counts.put("training objects", training.stream().mapToInt(s -> s.objects().size()).sum());
        counts.put(
                "validation objects", validation.stream().mapToInt(s -> s.objects().size()).sum());
        return counts;
    }

    @Override
    public void close() {
        for (Slide slide : open) {
            try {
                slide.close();
            } catch (IOException e) {
                // It was only read: nothing is lost.
            }
        }
        open.clear();
    }
}
