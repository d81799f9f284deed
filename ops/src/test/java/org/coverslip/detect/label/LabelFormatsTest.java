package org.coverslip.detect.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.coverslip.detect.Outline;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Labels survive the way through every pair of formats. */
class LabelFormatsTest {

    @TempDir Path folder;
    private Path images;

    @BeforeEach
    void images() throws IOException {
        images = Files.createDirectories(folder.resolve("images"));
        Files.createDirectories(images.resolve("b"));
        picture("one.png", 400, 300);
        picture("b/two.jpg", 123, 457);
        picture("none.png", 50, 60);
    }

    private void picture(String name, int width, int height) throws IOException {
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, name.substring(name.length() - 3), images.resolve(name).toFile());
    }

    private static LabelSet labels() {
        return new LabelSet(
                List.of("mitosis", "plasma cell", "Bläschen"),
                List.of(
                        new LabelledImage(
                                "one.png",
                                400,
                                300,
                                List.of(
                                        new LabelledBox("plasma cell", new Box(0, 0, 400, 300)),
                                        new LabelledBox(
                                                "mitosis", new Box(10.25, 20.5, 30.125, 44)),
                                        new LabelledBox("mitosis", new Box(399, 299, 400, 300)))),
                        new LabelledImage(
                                "b/two.jpg",
                                123,
                                457,
                                List.of(
                                        new LabelledBox(
                                                "Bläschen", new Box(1.1, 2.2, 122.9, 456.7)))),
                        new LabelledImage("none.png", 50, 60, List.of())),
                List.of());
    }

    static Stream<List<LabelFormat>> pairs() {
        return LabelFormats.all().stream()
                .flatMap(a -> LabelFormats.all().stream().map(b -> List.of(a, b)));
    }

    /** Pascal VOC holds whole pixels, ImageJ's ROIs floats, the others doubles or ten decimals. */
    private static double precision(LabelFormat format) {
        return format.name().equals("voc") ? 0.5 : 0.001;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void throughTwoFormatsAndBack(List<LabelFormat> pair) {
        ImageSizes sizes = ImageSizes.in(images);
        LabelSet set = labels();
        double precision = 0;
        for (LabelFormat format : pair) {
            Path to = folder.resolve(format.name() + "-" + set.hashCode());
            Path written = format.write(set, to);
            assertThat(LabelFormats.of(written).name()).isEqualTo(format.name());
            set = format.read(written, sizes);
            precision = Math.max(precision, precision(format));
        }
        assertThat(set.notes()).isEmpty();
        for (LabelledImage expected : labels().images()) {
            Optional<LabelledImage> found = find(set, expected.file());
            if (found.isEmpty()) {
                assertThat(expected.objects()).as("only an empty image may be lost").isEmpty();
                assertThat(pair).extracting(LabelFormat::name).contains("vott-csv");
                continue;
            }
            assertThat(found.get().width()).isEqualTo(expected.width());
            assertThat(found.get().height()).isEqualTo(expected.height());
            assertThat(found.get().objects()).hasSameSizeAs(expected.objects());
            for (int i = 0; i < expected.objects().size(); i++) {
                LabelledBox a = sorted(expected).get(i);
                LabelledBox b = sorted(found.get()).get(i);
                assertThat(b.label()).isEqualTo(a.label());
                assertThat(b.box().x0()).isEqualTo(a.box().x0(), within(precision));
                assertThat(b.box().y0()).isEqualTo(a.box().y0(), within(precision));
                assertThat(b.box().x1()).isEqualTo(a.box().x1(), within(precision));
                assertThat(b.box().y1()).isEqualTo(a.box().y1(), within(precision));
                assertThat(b.outline()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void outlinesAreKeptWhereBothFormatsHoldThem(List<LabelFormat> pair) {
        for (LabelFormat format : pair) {
            if (List.of("voc", "vott-csv").contains(format.name())) return;
        }
        Outline triangle = new Outline(new double[] {10, 60, 20}, new double[] {10, 30, 80.5});
        LabelledBox object = new LabelledBox("gland", triangle.bounds(), Optional.of(triangle));
        LabelledImage image = new LabelledImage("one.png", 400, 300, List.of(object));
        LabelSet set = new LabelSet(List.of("gland"), List.of(image), List.of());
        for (LabelFormat format : pair) {
            Path written = format.write(set, folder.resolve("o-" + format.name() + set.hashCode()));
            set = format.read(written, ImageSizes.in(images));
        }
        LabelledBox back = find(set, "one.png").orElseThrow().objects().get(0);
        Outline outline = back.outline().orElseThrow();
        assertThat(outline.size()).isEqualTo(3);
        assertThat(outline.bounds().y1()).isEqualTo(80.5, within(0.01));
        assertThat(back.box().x1()).isEqualTo(60, within(0.01));
    }

    /** What comes back of one format, held against what it says it loses. */
    @ParameterizedTest
    @MethodSource("formats")
    void nothingIsLostButWhatTheFormatSays(LabelFormat format) {
        Outline triangle = new Outline(new double[] {10, 60, 20}, new double[] {10, 30, 80});
        LabelledBox plain = new LabelledBox("second", new Box(5, 6, 20, 30));
        LabelledBox rich =
                new LabelledBox("first", triangle.bounds(), Optional.of(triangle)).withScore(0.25);
        LabelSet set =
                new LabelSet(
                        List.of("first", "second", "unused"),
                        List.of(
                                new LabelledImage("one.png", 400, 300, List.of(plain, rich)),
                                new LabelledImage("none.png", 50, 60, List.of())),
                        List.of());
        Path written = format.write(set, folder.resolve("loss"));
        LabelSet back = format.read(written, ImageSizes.in(images));
        String loses = format.loses();
        LabelledBox found =
                find(back, "one.png").orElseThrow().objects().stream()
                        .filter(o -> o.label().equals("first"))
                        .findFirst()
                        .orElseThrow();
        assertThat(loses.contains("outlines")).isEqualTo(found.outline().isEmpty());
        assertThat(loses.contains("scores")).isEqualTo(found.score().isEmpty());
        assertThat(loses.contains("classes")).isEqualTo(!back.classes().equals(set.classes()));
        assertThat(loses.contains("images without objects"))
                .isEqualTo(find(back, "none.png").isEmpty());
    }

    static List<LabelFormat> formats() {
        return LabelFormats.all();
    }

    @Test
    void labelsOfAMissingImageAreRefusedByName() throws IOException {
        Path csv = folder.resolve("l.csv");
        Files.writeString(csv, "image,xmin,ymin,xmax,ymax,label\ngone.png,1,2,3,4,a\n");
        assertThatThrownBy(() -> LabelFormats.of(csv).read(csv, ImageSizes.in(images)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("gone.png")
                .hasMessageContaining("l.csv");
        assertThatThrownBy(() -> LabelFormats.of(csv).read(csv, ImageSizes.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("images=");
    }

    @Test
    void aBoxOutsideTheImageIsRefusedAndOneOverItsEdgeIsCut() throws IOException {
        Path csv = folder.resolve("l.csv");
        String head = "image,xmin,ymin,xmax,ymax,label\n";
        Files.writeString(csv, head + "one.png,500,2,530,40,a\n");
        assertThatThrownBy(() -> LabelFormats.of(csv).read(csv, ImageSizes.in(images)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("outside its 400x300 pixels");
        Files.writeString(csv, head + "one.png,-20,2,30,40,a\n");
        LabelSet cut = LabelFormats.of(csv).read(csv, ImageSizes.in(images));
        assertThat(cut.images().get(0).objects().get(0).box()).isEqualTo(new Box(0, 2, 30, 40));
        assertThat(cut.notes()).hasSize(1);
        for (String bad : List.of("NaN,2,30,40", "30,2,10,40", "a,2,30,40")) {
            Files.writeString(csv, head + "one.png," + bad + ",a\n");
            assertThatThrownBy(() -> LabelFormats.of(csv).read(csv, ImageSizes.in(images)))
                    .isInstanceOf(RefusedException.class);
        }
    }

    @Test
    void aClassBeyondTheNamesIsRefused() throws IOException {
        Files.writeString(folder.resolve("data.yaml"), "names: [a, b]\n");
        Path text = Files.createDirectories(folder.resolve("labels")).resolve("one.txt");
        Files.writeString(text, "0 0.5 0.5 0.1 0.1\n2 0.5 0.5 0.1 0.1\n");
        assertThatThrownBy(() -> LabelFormats.of(folder).read(folder, ImageSizes.in(images)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("class 2 of 2")
                .hasMessageContaining("one.txt");
        Path coco = folder.resolve("c.json");
        Files.writeString(
                coco,
                "{\"images\":[{\"id\":1,\"file_name\":\"a\",\"width\":9,\"height\":9}],"
                        + "\"categories\":[{\"id\":1,\"name\":\"a\"}],"
                        + "\"annotations\":[{\"image_id\":1,\"category_id\":7,\"bbox\":[1,1,2,2]}]}");
        assertThatThrownBy(() -> LabelFormats.of(coco).read(coco, ImageSizes.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("category 7");
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        Path json = folder.resolve("d.json");
        Files.writeString(json, "{\"images\":[],\"categories\":[],\"annotations\":[{]}");
        assertThatThrownBy(() -> LabelFormats.named("coco").read(json, ImageSizes.none()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("damaged");
        Path xml = folder.resolve("d.xml");
        Files.writeString(
                xml,
                "<!DOCTYPE a [<!ENTITY b SYSTEM \"/etc/passwd\">]><annotation>&b;</annotation>");
        assertThatThrownBy(() -> LabelFormats.named("voc").read(xml, ImageSizes.none()))
                .isInstanceOf(RefusedException.class);
        assertThatThrownBy(() -> LabelFormats.named("kitti"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("coco");
    }

    private static Optional<LabelledImage> find(LabelSet set, String file) {
        String bare = file.substring(file.lastIndexOf('/') + 1);
        return set.images().stream().filter(i -> ("/" + i.file()).endsWith("/" + bare)).findFirst();
    }

    private static List<LabelledBox> sorted(LabelledImage image) {
        return image.objects().stream()
                .sorted(Comparator.comparingDouble(o -> o.box().x0()))
                .toList();
    }
}
