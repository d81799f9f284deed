package org.coverslip.detect.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What people get who turn labels into something to train on. */
class ConvertLabelsTest {

    private static final int PATIENTS = 4;
    private static final int EACH = 5;

    @TempDir Path dir;
    private Path images;
    private LabelSet labels;

    @BeforeEach
    void labels() throws IOException {
        images = dir.resolve("images");
        List<LabelledImage> all = new ArrayList<>();
        for (int p = 0; p < PATIENTS; p++) {
            for (int i = 0; i < EACH; i++) {
                String name = "P" + p + "/P" + p + "_" + i + ".png";
                Path file = images.resolve(name);
                Files.createDirectories(file.getParent());
                var picture = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
                ImageIO.write(picture, "png", file.toFile());
                LabelledBox box = new LabelledBox("yes", new Box(10, 5, 20, 25));
                all.add(new LabelledImage(name, 40, 30, i == 0 ? List.of() : List.of(box)));
            }
        }
        labels = new LabelSet(List.of("no", "yes", "1.0"), all, List.of());
    }

    private Path coco() {
        return LabelFormats.named("coco").write(labels, dir.resolve("coco"));
    }

    private static ConvertLabels toYolo() {
        return new ConvertLabels(LabelFormats.named("coco"), LabelFormats.named("yolo"));
    }

    private static List<String> lines(Path file) throws IOException {
        return Files.readAllLines(file);
    }

    @Test
    void yoloFindsItsImagesItsLabelsAndItsNames() throws IOException {
        Path out = dir.resolve("out");
        toYolo().validation(0.25, 3, Grouping.NONE).run(coco(), images, out);
        Object yaml =
                new Load(LoadSettings.builder().build())
                        .loadFromString(Files.readString(out.resolve("data.yaml")));
        Map<?, ?> root = (Map<?, ?>) yaml;
        assertThat(root.get("path")).isEqualTo(out.toAbsolutePath().toString());
        assertThat(root.get("names")).isEqualTo(Map.of(0, "no", 1, "yes", 2, "1.0"));
        for (String part : List.of("train", "val")) {
            Path list = Path.of(root.get("path").toString(), root.get(part).toString());
            for (String line : lines(list)) {
                // NB: as YOLO does: "./" is the list's own folder, and labels lie where images do.
                Path image = list.resolveSibling(line.substring(2));
                assertThat(image).isRegularFile();
                String text = image.toString().replace("/images/", "/labels/");
                assertThat(Path.of(text.replace(".png", ".txt"))).isRegularFile();
            }
        }
    }

    /** NB: yes, no and 1.0 without quotes are no text in YAML 1.1, which Python's reader speaks. */
    @Test
    void namesInTheYamlAreQuoted() throws IOException {
        Path out = dir.resolve("out");
        toYolo().run(coco(), images, out);
        assertThat(lines(out.resolve("data.yaml"))).contains("  0: \"no\"", "  2: \"1.0\"");
    }

    @Test
    void theSplitHasTheAskedSizeAndMissesNoImage() throws IOException {
        Path out = dir.resolve("out");
        toYolo().validation(0.25, 3, Grouping.NONE).run(coco(), images, out);
        List<String> train = lines(out.resolve("train.txt"));
        List<String> validation = lines(out.resolve("val.txt"));
        assertThat(validation).hasSize(5);
        assertThat(train).hasSize(15).doesNotContainAnyElementsOf(validation);
    }

    @Test
    void oneSeedGivesOneSplitWhateverTheOrderOfTheImages() {
        Split first = Split.of(labels, 0.25, 7, Grouping.NONE);
        List<LabelledImage> shuffled = new ArrayList<>(labels.images());
        Collections.reverse(shuffled);
        LabelSet other = new LabelSet(labels.classes(), shuffled, List.of());
        assertThat(Split.of(other, 0.25, 7, Grouping.NONE)).isEqualTo(first);
        assertThat(Split.of(labels, 0.25, 8, Grouping.NONE)).isNotEqualTo(first);
    }

    @Test
    void imagesOfOneGroupStayOnOneSide() {
        for (String group : List.of("folder", "P[0-9]+")) {
            for (int seed = 0; seed < 10; seed++) {
                Split split = Split.of(labels, 0.3, seed, Grouping.parse(group));
                assertThat(split.validation()).hasSize(EACH);
                String patient = split.validation().get(0).substring(0, 2);
                assertThat(split.validation()).allMatch(n -> n.startsWith(patient));
                assertThat(split.train()).noneMatch(n -> n.startsWith(patient));
            }
        }
    }

    @Test
    void aGroupingThatCannotBeIsRefused() {
        assertThatThrownBy(() -> Grouping.parse("P[0-9"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no regular expression");
        assertThatThrownBy(() -> Split.of(labels, 0.3, 1, Grouping.parse("Q[0-9]")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("P0/P0_0.png");
    }

    @Test
    void aSplitThatCannotBeLeavesNothingBehind() {
        Path out = dir.resolve("out");
        Path source = coco();
        ConvertLabels one = toYolo().validation(0.01, 1, Grouping.NONE);
        assertThatThrownBy(() -> one.run(source, images, out))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("empty");
        assertThat(out).doesNotExist();
    }

    @Test
    void theLabelsThatAreReadAreNotWrittenOver() throws IOException {
        Path yolo = dir.resolve("yolo");
        LabelFormats.named("yolo").write(labels, yolo);
        String before = Files.readString(yolo.resolve("data.yaml"));
        LabelFormat same = LabelFormats.named("yolo");
        assertThatThrownBy(() -> new ConvertLabels(same, same).run(yolo, images, yolo))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("another output");
        assertThat(Files.readString(yolo.resolve("data.yaml"))).isEqualTo(before);
    }

    @Test
    void everyImageHasAPictureWithItsBoxes() throws IOException {
        Path out = dir.resolve("out");
        toYolo().pictures(true).run(coco(), images, out);
        BufferedImage picture = ImageIO.read(out.resolve("check/P1/P1_2.png.png").toFile());
        int black = 0xff000000;
        assertThat(picture.getRGB(10, 15)).as("the box's left side").isNotEqualTo(black);
        assertThat(picture.getRGB(15, 15)).as("inside the box").isEqualTo(black);
        assertThat(out.resolve("check/P0/P0_0.png.png")).as("of no object").exists();
    }

    @Test
    void withoutImagesItIsSaidThatThereAreNoPictures() {
        LabelSet done = toYolo().pictures(true).run(coco(), null, dir.resolve("out"));
        assertThat(done.notes()).anyMatch(n -> n.contains("no pictures"));
    }

    @Test
    void aSecondConversionDoesNotTakeThePicturesOfTheFirstForImages() {
        Path out = images.resolve("yolo");
        toYolo().pictures(true).run(coco(), images, out);
        Path roi = LabelFormats.named("roi").write(labels, dir.resolve("roi"));
        ConvertLabels again =
                new ConvertLabels(LabelFormats.named("roi"), LabelFormats.named("yolo"));
        assertThat(again.run(roi, images, out).images()).hasSize(PATIENTS * EACH);
    }

    @Test
    void anExportWithoutImagesIsRefused() throws IOException {
        Path empty = dir.resolve("e.csv");
        Files.writeString(empty, "image,xmin,ymin,xmax,ymax,label\n");
        LabelFormat csv = LabelFormats.named("vott-csv");
        assertThatThrownBy(
                        () ->
                                new ConvertLabels(csv, LabelFormats.named("coco"))
                                        .run(empty, images, dir.resolve("out")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("no images");
    }

    /** NB: YOLO takes a short line in a file with a long one for two corners of a polygon. */
    @Test
    void aFileWithPolygonsHoldsItsBoxesAsCornersAndGivesThemBackAsBoxes() throws IOException {
        Outline triangle = new Outline(new double[] {10, 20, 15}, new double[] {5, 5, 25});
        LabelledBox polygon = new LabelledBox("yes", triangle.bounds(), Optional.of(triangle));
        LabelledBox box = new LabelledBox("no", new Box(1.5, 2, 3, 4));
        LabelledImage image = new LabelledImage("P0/P0_0.png", 40, 30, List.of(polygon, box));
        LabelSet set = new LabelSet(labels.classes(), List.of(image), List.of());
        LabelFormat yolo = LabelFormats.named("yolo");
        Path out = yolo.write(set, dir.resolve("mixed"));
        assertThat(lines(out.resolve("labels/P0/P0_0.txt")))
                .extracting(l -> l.split(" ").length)
                .containsExactly(7, 9);
        List<LabelledBox> back =
                yolo.read(out, ImageSizes.in(images)).images().stream()
                        .filter(i -> i.file().equals("P0/P0_0.png"))
                        .findFirst()
                        .orElseThrow()
                        .objects();
        assertThat(back.get(0).outline()).isPresent();
        assertThat(back.get(1).outline()).isEmpty();
    }

    @Test
    void crowdsAreKeptByCocoAndLeftOutWithANoteElsewhere() {
        LabelledBox crowd = new LabelledBox("yes", new Box(1, 2, 30, 20)).asCrowd();
        LabelledImage image = new LabelledImage("P0/P0_0.png", 40, 30, List.of(crowd));
        LabelSet set = new LabelSet(labels.classes(), List.of(image), List.of());
        LabelFormat coco = LabelFormats.named("coco");
        Path source = coco.write(set, dir.resolve("crowd"));
        assertThat(coco.read(source, ImageSizes.none()).images().get(0).objects())
                .containsExactly(crowd);
        LabelSet done = toYolo().run(source, images, dir.resolve("out"));
        assertThat(done.objects()).isZero();
        assertThat(done.notes()).anyMatch(n -> n.contains("1 crowds were left out"));
    }
}
