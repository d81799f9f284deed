package org.coverslip.detect.label;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.detect.BoxPicture;
import org.coverslip.detect.Detection;
import org.coverslip.detect.label.format.Yolo;
import org.coverslip.report.Thumbnail;
import org.coverslip.report.WholeFile;
import org.coverslip.slide.Slide;
import org.coverslip.slide.Slides;

/** Reads labels in one format and writes them in another, with pictures to check them by. */
public final class ConvertLabels {

    private static final int SCREEN = 1000;

    private final LabelFormat from;
    private final LabelFormat to;
    private double validation;
    private long seed;
    private boolean pictures;

    public ConvertLabels(LabelFormat from, LabelFormat to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Also writes {@code train.txt} and {@code val.txt}, lists of images, and for YOLO a {@code
     * data.yaml} that names them.
     *
     * @param part of the images for validation; 0: none
     * @param choice seed
     */
    public ConvertLabels validation(double part, long choice) {
        validation = part;
        seed = choice;
        return this;
    }

    /** Whether to draw a picture per image with its boxes, in {@code check}. */
    public ConvertLabels pictures(boolean draw) {
        pictures = draw;
        return this;
    }

    /**
     * @param source file or folder with labels
     * @param images folder of the images; null: none at hand
     * @param output folder to write to
     * @return what was converted, with notes on what the new format cannot hold
     * @throws RefusedException if the labels are damaged or do not belong to the images
     */
    public LabelSet run(Path source, Path images, Path output) {
        ImageSizes sizes = images == null ? ImageSizes.none() : ImageSizes.in(images);
        LabelSet labels = from.read(source, sizes);
        to.write(labels, output);
        if (validation > 0) split(labels, output);
        List<String> notes = new ArrayList<>(labels.notes());
        if (!to.loses().isEmpty()) notes.add(to.name() + " does not hold: " + to.loses());
        if (pictures && images != null) {
            for (LabelledImage image : labels.images()) picture(image, labels, sizes, output);
        }
        return new LabelSet(labels.classes(), labels.images(), notes);
    }

    private void split(LabelSet labels, Path output) {
        List<String> names = new ArrayList<>();
        for (LabelledImage image : labels.images()) names.add("./images/" + image.file());
        Collections.sort(names);
        Collections.shuffle(names, new Random(seed));
        int count = (int) Math.round(names.size() * validation);
        if (count == 0 || count == names.size()) {
            throw new RefusedException(
                    "validation=" + validation,
                    "of " + names.size() + " images that leaves one of both lists empty",
                    "give more images or another part");
        }
        list(names.subList(0, count), output.resolve("val.txt"));
        list(names.subList(count, names.size()), output.resolve("train.txt"));
        if (to instanceof Yolo) {
            Yolo.yaml(labels.classes(), "train.txt", "val.txt", output.resolve("data.yaml"));
        }
    }

    private static void list(List<String> names, Path file) {
        String text = String.join("\n", names.stream().sorted().toList()) + "\n";
        WholeFile.write(file, o -> o.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void picture(
            LabelledImage image, LabelSet labels, ImageSizes sizes, Path output) {
        Optional<Path> file = sizes.find(image.file());
        if (file.isEmpty()) return;
        List<Detection> boxes = new ArrayList<>();
        for (LabelledBox o : image.objects()) {
            boxes.add(new Detection(o.box(), labels.classes().indexOf(o.label()), 1, o.outline()));
        }
        try (Slide slide = Slides.open(file.get())) {
            BufferedImage small = Thumbnail.of(slide, SCREEN);
            double scale = image.width() / (double) small.getWidth();
            BufferedImage picture = BoxPicture.draw(small, scale, boxes, labels.classes(), false);
            Path to = output.resolve("check").resolve(image.file() + ".png");
            WholeFile.write(to, out -> ImageIO.write(picture, "png", out));
        } catch (IOException e) {
            throw new RefusedException(file.get(), "it cannot be read", "check the file", e);
        }
    }
}
