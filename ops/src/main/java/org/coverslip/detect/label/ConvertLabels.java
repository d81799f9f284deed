package org.coverslip.detect.label;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private Grouping grouping = Grouping.NONE;
    private boolean pictures;

    public ConvertLabels(LabelFormat from, LabelFormat to) {
        this.from = from;
        this.to = to;
    }

    /**
     * Also writes {@code train.txt} and {@code val.txt}, lists of images, and for YOLO a {@code
     * data.yaml} that names them. The same images and seed give the same lists.
     *
     * @param part of the images for validation; 0: none
     * @param choice seed
     * @param together which images must not be parted
     */
    public ConvertLabels validation(double part, long choice, Grouping together) {
        validation = part;
        seed = choice;
        grouping = together;
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
     * @param output folder to write to; for YOLO the images are laid into it as well, as links
     *     where the disk has them
     * @return what was converted, with notes on what the new format cannot hold
     * @throws RefusedException if the labels are damaged or do not belong to the images; nothing is
     *     written then
     */
    public LabelSet run(Path source, Path images, Path output) {
        Path home = Files.isDirectory(source) ? source : source.toAbsolutePath().getParent();
        if (home.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize())) {
            throw new RefusedException(
                    output, "the labels that are read lie there", "give another output folder");
        }
        ImageSizes sizes = images == null ? ImageSizes.none() : ImageSizes.in(images, output);
        LabelSet read = from.read(source, sizes);
        if (read.images().isEmpty()) {
            throw new RefusedException(source, "it holds no images", "check what was exported");
        }
        List<String> notes = new ArrayList<>(read.notes());
        LabelSet labels = to.holdsCrowds() ? read : withoutCrowds(read, notes);
        Optional<Split> split =
                validation > 0
                        ? Optional.of(Split.of(labels, validation, seed, grouping))
                        : Optional.empty();
        to.write(labels, output);
        split.ifPresent(s -> s.write(output));
        if (to instanceof Yolo) {
            if (split.isPresent()) {
                Yolo.yaml(labels.classes(), "train.txt", "val.txt", output.resolve("data.yaml"));
            }
            if (images == null) {
                notes.add("YOLO wants the images in " + output.resolve("images"));
            } else {
                ImageLinks.lay(labels, sizes, output.resolve("images"));
            }
        }
        if (!to.loses().isEmpty()) notes.add(to.name() + " does not hold: " + to.loses());
        if (pictures && images == null) {
            notes.add("no pictures to check by were drawn: give the folder with images=");
        } else if (pictures) {
            for (LabelledImage image : labels.images()) picture(image, labels, sizes, output);
        }
        return new LabelSet(labels.classes(), labels.images(), notes);
    }

    private LabelSet withoutCrowds(LabelSet labels, List<String> notes) {
        List<LabelledImage> images = new ArrayList<>();
        for (LabelledImage image : labels.images()) {
            List<LabelledBox> single = image.objects().stream().filter(o -> !o.crowd()).toList();
            images.add(new LabelledImage(image.file(), image.width(), image.height(), single));
        }
        LabelSet rest = new LabelSet(labels.classes(), images, labels.notes());
        int crowds = labels.objects() - rest.objects();
        if (crowds > 0) {
            notes.add(crowds + " crowds were left out, which " + to.name() + " cannot tell apart");
        }
        return rest;
    }

    private static void picture(
            LabelledImage image, LabelSet labels, ImageSizes sizes, Path output) {
        Optional<Path> file = sizes.find(image.file());
        if (file.isEmpty()) return;
        List<Detection> boxes = new ArrayList<>();
        for (LabelledBox o : image.objects()) {
            int label = labels.classes().indexOf(o.label());
            boxes.add(new Detection(o.box(), label, o.score().orElse(1), o.outline()));
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
