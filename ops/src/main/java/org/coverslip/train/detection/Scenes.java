package org.coverslip.train.detection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Random;
import org.coverslip.RefusedException;
import org.coverslip.detect.label.ImageSizes;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;
import org.coverslip.tile.Preparation;
import org.coverslip.tile.TileScale;
import org.coverslip.train.Seeing;
import org.coverslip.train.prepare.PlainPixels;

/** The labelled pictures, opened, in two sets. */
final class Scenes implements AutoCloseable {

    private final List<Slide> open = new ArrayList<>();
    private final List<Scene> training = new ArrayList<>();
    private final List<Scene> validation = new ArrayList<>();
    private final StringBuilder identity = new StringBuilder();
    private int channels;

    private Scenes() {}

    /**
     * Opens all pictures.
     *
     * @param labels what is marked in them
     * @param files where they lie
     * @param seeing um per pixel of the network (0: the pictures' own pixels), and what is black
     *     and white
     * @param edge of crops in pixels of the network
     * @param channels of the network; empty: 3 where a picture has colours, else as they have
     * @param part of the pictures that validates
     * @throws RefusedException if a picture cannot be opened, does not say its pixel size where one
     *     is needed, does not suit the network or its labels, or there are too few
     */
    static Scenes open(
            Path source,
            LabelSet labels,
            ImageSizes files,
            Seeing seeing,
            int edge,
            OptionalInt channels,
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
            for (LabelledImage image : images) scenes.open(source, image, files);
            scenes.channels = channels.orElseGet(scenes::ofPictures);
            Preparation preparation = PlainPixels.of(source, edge, scenes.channels, seeing.range());
            for (int i = 0; i < images.size(); i++) {
                Slide slide = scenes.open.get(i);
                Scene scene =
                        new Scene(
                                images.get(i).file(),
                                slide,
                                scale(images.get(i).file(), slide, seeing.spacing()),
                                preparation,
                                edge,
                                targets(images.get(i), labels));
                (i < checks ? scenes.validation : scenes.training).add(scene);
            }
            if (objects(scenes.training) == 0) {
                throw new RefusedException(
                        source,
                        "all that is marked lies in the images that validate",
                        "give more images, or another seed=");
            }
        } catch (RuntimeException | Error e) {
            scenes.close();
            throw e;
        }
        return scenes;
    }

    private void open(Path source, LabelledImage image, ImageSizes files) {
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
        try {
            identity.append(image.file()).append(' ').append(Files.size(file)).append('\n');
        } catch (IOException e) {
            throw new RefusedException(file, "it cannot be read", "check the file", e);
        }
        // NB: not the labels as they are: their outlines are arrays, and those say where they lie
        // in
        // memory.
        for (LabelledBox o : image.objects()) {
            identity.append(o.label()).append(' ').append(o.box()).append('\n');
        }
        Level full = slide.levels().get(0);
        if (full.width() == image.width() && full.height() == image.height()) return;
        throw new RefusedException(
                source,
                image.file()
                        + " is said to have "
                        + image.width()
                        + " x "
                        + image.height()
                        + " pixels, and it has "
                        + full.width()
                        + " x "
                        + full.height(),
                "give the image that was labelled");
    }

    private int ofPictures() {
        return open.stream().mapToInt(s -> s.rgb() ? 3 : s.channels()).max().orElse(1);
    }

    private static TileScale scale(String name, Slide slide, double spacing) {
        if (spacing == 0) return new TileScale(1, 1, 0, 1, List.of());
        return TileScale.of(name, slide.levels(), slide.pixelSize(), OptionalDouble.of(spacing));
    }

    private static List<Scene.Target> targets(LabelledImage image, LabelSet labels) {
        return image.objects().stream()
                .map(o -> new Scene.Target(o.box(), labels.classes().indexOf(o.label())))
                .toList();
    }

    /**
     * What is learned from: equal for two runs on the same labels of files of the same size. NB:
     * their pixels are not read for it, since slides have too many.
     */
    String identity() {
        return identity.toString();
    }

    /** How many channels the network sees. */
    int channels() {
        return channels;
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

    /** Images and objects of each set. */
    Map<String, Double> counts() {
        Map<String, Double> counts = new LinkedHashMap<>();
        counts.put("training images", (double) training.size());
        counts.put("validation images", (double) validation.size());
        counts.put("training objects", objects(training));
        counts.put("validation objects", objects(validation));
        return counts;
    }

    private static double objects(List<Scene> set) {
        return set.stream().mapToInt(s -> s.objects().size()).sum();
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
