package org.coverslip.detect.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.gui.PolygonRoi;
import ij.gui.Roi;
import ij.gui.ShapeRoi;
import ij.io.RoiEncoder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.detect.Box;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Labels that contradict themselves or their images are refused with a sentence that names the file
 * at fault; what is merely unusual is read right.
 */
class HostileLabelsTest {

    private static final String CSV = "image,xmin,ymin,xmax,ymax,label\n";

    @TempDir Path dir;
    private Path images;

    @BeforeEach
    void images() throws IOException {
        images = dir.resolve("images");
        picture("one.png", 400, 300);
        picture("a/same.png", 100, 100);
        picture("b/same.png", 200, 200);
    }

    private void picture(String name, int width, int height) throws IOException {
        Path file = images.resolve(name);
        Files.createDirectories(file.getParent());
        var picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(picture, "png", file.toFile());
    }

    private Path write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private LabelSet read(Path source) {
        return LabelFormats.of(source).read(source, ImageSizes.in(images));
    }

    private void refused(Path source, String... words) {
        assertThatThrownBy(() -> read(source))
                .isInstanceOf(RefusedException.class)
                .message()
                .contains(words);
    }

    private static LabelledImage image(LabelSet set, String name) {
        return set.images().stream().filter(i -> i.file().equals(name)).findFirst().orElseThrow();
    }

    private Path coco(String images, String categories, String annotations) throws IOException {
        return write(
                "coco.json",
                "{\"images\":[%s],\"categories\":[%s],\"annotations\":[%s]}"
                        .formatted(images, categories, annotations));
    }

    private static final String ONE =
            "{\"id\":1,\"file_name\":\"one.png\",\"width\":400,\"height\":300}";
    private static final String CELL = "{\"id\":3,\"name\":\"cell\"}";

    private static String object(String more) {
        return "{\"id\":1,\"image_id\":1,\"category_id\":3,\"bbox\":[10,10,20,20]%s}"
                .formatted(more);
    }

    // Images and names.

    @ParameterizedTest
    @ValueSource(strings = {"coco", "vott-json", "voc", "vott-csv"})
    void anImageThatIsNotThereIsRefusedByEveryFormatThatNamesImages(String format)
            throws IOException {
        LabelledBox box = new LabelledBox("cell", new Box(1, 1, 9, 9));
        LabelledImage gone = new LabelledImage("gone.png", 50, 60, java.util.List.of(box));
        LabelSet set =
                new LabelSet(
                        java.util.List.of("cell"), java.util.List.of(gone), java.util.List.of());
        refused(LabelFormats.named(format).write(set, dir.resolve("out")), "gone.png", "not in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"coco", "vott-json", "voc"})
    void aSizeThatContradictsTheImageIsRefused(String format) {
        LabelledBox box = new LabelledBox("cell", new Box(1, 1, 9, 9));
        LabelledImage half = new LabelledImage("one.png", 200, 150, java.util.List.of(box));
        LabelSet set =
                new LabelSet(
                        java.util.List.of("cell"), java.util.List.of(half), java.util.List.of());
        refused(LabelFormats.named(format).write(set, dir.resolve("out")), "200x150", "400x300");
    }

    @Test
    void imagesOfOneNameInTwoFoldersAreToldApartByTheLabelsOwnFolders() throws IOException {
        write("yolo/data.yaml", "names: [cell]\n");
        write("yolo/labels/a/same.txt", "0 0.5 0.5 0.1 0.1\n");
        write("yolo/labels/b/same.txt", "0 0.5 0.5 0.1 0.1\n");
        LabelSet set = read(dir.resolve("yolo"));
        assertThat(image(set, "a/same.png").objects().get(0).box().width())
                .isEqualTo(10, within(1e-9));
        assertThat(image(set, "b/same.png").objects().get(0).box().width())
                .isEqualTo(20, within(1e-9));
    }

    @Test
    void aBareNameThatTwoImagesHaveIsNotGuessed() throws IOException {
        refused(write("l.csv", CSV + "same.png,1,2,3,4,a\n"), "l.csv", "a/same.png, b/same.png");
        write("yolo/data.yaml", "names: [cell]\n");
        write("yolo/labels/same.txt", "0 0.5 0.5 0.1 0.1\n");
        refused(dir.resolve("yolo"), "same.txt", "a/same.png, b/same.png");
    }

    @Test
    void pathsOfAnotherMachineLeadToTheImage() throws IOException {
        String path = "C:\\\\Users\\\\me\\\\b\\\\same.png";
        Path file =
                coco(
                        "{\"id\":1,\"file_name\":\"%s\",\"width\":200,\"height\":200}"
                                .formatted(path),
                        CELL,
                        object(""));
        assertThat(image(read(file), "b/same.png").objects()).hasSize(1);
    }

    @Test
    void anImageThatIsLabelledTwiceIsRefused() throws IOException {
        refused(
                coco(ONE + "," + ONE.replace("\"id\":1", "\"id\":2"), CELL, ""),
                "one.png is there");
        String voc =
                "<annotation><filename>one.png</filename><size><width>400</width>"
                        + "<height>300</height></size></annotation>";
        write("voc/1.xml", voc);
        write("voc/2.xml", voc);
        refused(dir.resolve("voc"), "2.xml", "one.png is there twice");
    }

    // COCO.

    @Test
    void cocoRefusesIdsThatTwoShare() throws IOException {
        refused(coco(ONE, CELL + "," + CELL.replace("cell", "nucleus"), ""), "share an id");
        refused(coco(ONE, CELL + "," + CELL.replace("3", "4"), ""), "two of its classes");
    }

    @Test
    void cocoKeepsTheLargestOfSeveralPolygonsAndSaysSo() throws IOException {
        String two = ",\"segmentation\":[[10,10,12,10,12,12],[10,10,30,10,30,30]]";
        LabelSet set = read(coco(ONE, CELL, object(two)));
        assertThat(image(set, "one.png").objects().get(0).outline().orElseThrow().area())
                .isEqualTo(200);
        assertThat(set.notes()).singleElement().asString().contains("1 object", "largest");
        String mask = ",\"segmentation\":{\"counts\":\"a\",\"size\":[300,400]}";
        assertThat(read(coco(ONE, CELL, object(mask))).notes()).hasSize(1);
    }

    @Test
    void anOutlineIsCutAtTheEdgeWithItsBox() throws IOException {
        String over =
                "{\"image_id\":1,\"category_id\":3,\"bbox\":[-10,10,50,20],"
                        + "\"segmentation\":[[-10,10,40,10,40,30,-10,30]]}";
        LabelledBox cut = image(read(coco(ONE, CELL, over)), "one.png").objects().get(0);
        assertThat(cut.box()).isEqualTo(new Box(0, 10, 40, 30));
        assertThat(cut.outline().orElseThrow().bounds()).isEqualTo(new Box(0, 10, 40, 30));
    }

    @Test
    void cocoRefusesNumbersThatAreNone() throws IOException {
        refused(coco(ONE, CELL, object("").replace("[10,10,20,20]", "[NaN,10,20,20]")), "numbers");
        refused(
                coco(ONE, CELL, object("").replace("[10,10,20,20]", "[1e308,10,1e308,20]")),
                "numbers");
        refused(coco(ONE, CELL, object("").replace("[10,10,20,20]", "[10,10,20]")), "3 numbers");
        refused(coco(ONE, CELL, object(",\"score\":1.5")), "score of 1.5");
        String nan = ",\"segmentation\":[[10,10,NaN,10,12,12]]";
        refused(coco(ONE, CELL, object(nan)), "an outline of one.png");
        refused(coco(ONE.replace("400", "400.5"), CELL, ""), "width is 400.5");
    }

    // YOLO.

    @Test
    void yoloReadsWindowsFilesWithAByteOrderMark() throws IOException {
        write("yolo/data.yaml", "\uFEFFnames: [cell]\r\n");
        write("yolo/labels/one.txt", "\uFEFF0 0.5 0.5 0.1 0.1\r\n");
        assertThat(image(read(dir.resolve("yolo")), "one.png").objects()).hasSize(1);
    }

    @Test
    void yoloReadsTheScoreThatDetectorsWriteBehindABox() throws IOException {
        write("yolo/data.yaml", "names: [cell]\n");
        write("yolo/labels/one.txt", "0 0.5 0.5 0.1 0.1 0.75\n");
        LabelledBox box = image(read(dir.resolve("yolo")), "one.png").objects().get(0);
        assertThat(box.score()).hasValue(0.75);
        assertThat(box.outline()).isEmpty();
    }

    /** As Roboflow exports: labels beside images, in a folder per part of the set. */
    @Test
    void yoloFindsTheLabelsWhereItsTrainAndValAre() throws IOException {
        write("robo/data.yaml", "train: ../train/images\nval: ../valid/images\nnames: [cell]\n");
        write("robo/train/labels/one.txt", "0 0.5 0.5 0.1 0.1\n");
        write("robo/valid/labels/b/same.txt", "0 0.5 0.5 0.1 0.1\n");
        LabelSet set = read(dir.resolve("robo"));
        assertThat(set.objects()).isEqualTo(2);
        assertThat(image(set, "b/same.png").objects()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "names: {a: x, b: y}|no names of classes",
                "names: {1: x, 2: y}|no names of classes",
                "names: {0: x, 0: y}|data.yaml",
                "names: []|no names of classes",
                "[]|no names of classes",
                "names: [x, y]\\nnc: 3|nc: 3 and names 2",
                "names: [x, x]|two of its classes are called x",
                "names: [x, ' ']|without a name",
                "names: [x|data.yaml",
            })
    void yoloRefusesAYamlThatContradictsItself(String yaml, String words) throws IOException {
        write("yolo/data.yaml", yaml.replace("\\n", "\n"));
        write("yolo/labels/one.txt", "0 0.5 0.5 0.1 0.1\n");
        refused(dir.resolve("yolo"), words);
    }

    @Test
    void yoloRefusesAYamlThatIsNotUtf8() throws IOException {
        write("yolo/labels/one.txt", "");
        Path yaml = dir.resolve("yolo/data.yaml");
        Files.write(yaml, "names: [Bläschen]".getBytes(StandardCharsets.ISO_8859_1));
        refused(yaml, "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0 NaN 0.5 0.1 0.1",
                "0 0.5 0.5 Infinity 0.1",
                "0 0.1 0.1 0.2 NaN 0.3 0.3",
                "0 0.5 0.5 -0.1 0.1",
                "-1 0.5 0.5 0.1 0.1",
                "0.5 0.5 0.5 0.1 0.1",
                "0 0.5 0.5 0.1",
                "0,0.5,0.5,0.1,0.1",
                "0 1.5 0.5 0.1 0.1",
            })
    void yoloRefusesALineThatIsNoObject(String line) throws IOException {
        write("yolo/data.yaml", "names: [cell]\n");
        write("yolo/labels/one.txt", "0 0.5 0.5 0.1 0.1\n" + line + "\n");
        refused(dir.resolve("yolo"), "one.txt");
    }

    // VoTT.

    @Test
    void vottCsvIsReadWithQuotesCommasUmlautsAByteOrderMarkAndWindowsLineEnds() throws IOException {
        Path file =
                write(
                        "l.csv",
                        "\uFEFF\"image\",\"xmin\",\"ymin\",\"xmax\",\"ymax\",\"label\"\r\n"
                                + "\"one.png\",\"1\",\"2\",\"30\",\"40.5\",\"Bläschen, \"\"klein\"\"\"\r\n");
        LabelSet set = read(file);
        assertThat(set.classes()).containsExactly("Bläschen, \"klein\"");
        assertThat(set.images().get(0).objects().get(0).box()).isEqualTo(new Box(1, 2, 30, 40.5));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"type\":{},\"tags\":[\"a\"]",
                "\"tags\":[{}]",
                "\"tags\":[null]",
                "\"tags\":7",
                "\"tags\":[\" \"]",
            })
    void vottJsonRefusesRegionsThatAreNone(String faulty) throws IOException {
        refused(vott("one.png", "\"state\":2", faulty), "vott.json");
    }

    @Test
    void vottJsonLeavesOutWhatNobodyLookedAtOrTagged() throws IOException {
        LabelSet set = read(vott("one.png", "\"state\":2", "\"tags\":[]"));
        assertThat(set.objects()).isZero();
        assertThat(set.notes()).singleElement().asString().contains("without a tag");
        Path unseen =
                write(
                        "unseen.json",
                        "{\"assets\":{\"i\":{\"asset\":{\"name\":\"one.png\",\"state\":0,"
                                + "\"size\":{\"width\":400,\"height\":300}},\"regions\":[]}}}");
        assertThat(read(unseen).images()).isEmpty();
    }

    private Path vott(String name, String asset, String region) throws IOException {
        return write(
                "vott.json",
                ("{\"assets\":{\"i\":{\"asset\":{\"name\":\"%s\",%s,\"size\":{\"width\":400,"
                                + "\"height\":300}},\"regions\":[{\"boundingBox\":{\"left\":1,"
                                + "\"top\":1,\"width\":5,\"height\":5},%s}]}}}")
                        .formatted(name, asset, region));
    }

    // Pascal VOC.

    @Test
    void vocTakesAnObjectsOwnNameAndBoxNotThoseOfItsParts() throws IOException {
        String own =
                "<name>cell</name><bndbox><xmin>1</xmin><ymin>1</ymin><xmax>20</xmax>"
                        + "<ymax>20</ymax></bndbox>";
        String part = "<part>" + own.replace("cell", "nucleus").replace("20", "5") + "</part>";
        write(
                "voc/1.xml",
                "<annotation><filename>one.png</filename><object>"
                        + part
                        + own
                        + "</object></annotation>");
        LabelledBox object = image(read(dir.resolve("voc")), "one.png").objects().get(0);
        assertThat(object).isEqualTo(new LabelledBox("cell", new Box(0, 0, 20, 20)));
    }

    @Test
    void vocReadsNoOtherFileAndDoesNotExpandEntities() throws IOException {
        Path secret = write("secret.txt", "one.png");
        for (String entity : new String[] {"SYSTEM \"" + secret.toUri() + "\"", "\"one.png\""}) {
            write(
                    "voc/1.xml",
                    "<!DOCTYPE a [<!ENTITY b "
                            + entity
                            + ">]><annotation><filename>&b;</filename></annotation>");
            refused(dir.resolve("voc"), "1.xml");
        }
    }

    // ImageJ and QuPath.

    @Test
    void aRoiThatNobodyNamedHasNoClass() throws IOException {
        Roi roi = new Roi(10, 10, 20, 20);
        roi.setName("0020-0020");
        refused(zip("one.zip", "0020-0020.roi", RoiEncoder.saveAsByteArray(roi)), "has no class");
        roi.setName("mitosis-7");
        LabelSet set = read(zip("one.zip", "mitosis-7.roi", RoiEncoder.saveAsByteArray(roi)));
        assertThat(set.classes()).containsExactly("mitosis");
    }

    @Test
    void aRoiOfSeveralPartsIsReadAsItsLargestAndThatIsSaid() throws IOException {
        ShapeRoi small = new ShapeRoi(new Roi(10, 10, 5, 5));
        Roi both = small.or(new ShapeRoi(new PolygonRoi(LARGE_X, LARGE_Y, 3, Roi.POLYGON)));
        both.setName("gland-1");
        LabelSet set = read(zip("one.zip", "gland-1.roi", RoiEncoder.saveAsByteArray(both)));
        LabelledBox gland = image(set, "one.png").objects().get(0);
        assertThat(gland.outline().orElseThrow().bounds()).isEqualTo(new Box(100, 100, 160, 180));
        assertThat(gland.outline().get().area()).isEqualTo(2400, within(1e-6));
        assertThat(set.notes()).singleElement().asString().contains("1 ROI of several parts");
    }

    private static final int[] LARGE_X = {100, 160, 100};
    private static final int[] LARGE_Y = {100, 100, 180};

    @Test
    void aSetWithoutRoisOrWithRubbishIsRefusedAndWritesNothingOutside() throws IOException {
        refused(zip("one.zip", "readme.txt", new byte[9]), "one.zip", "no ROIs");
        refused(zip("one.zip", "../../evil.roi", new byte[64]), "one.zip", "damaged");
        assertThat(dir.resolve("../evil.roi")).doesNotExist();
        refused(write("broken/one.zip", "PK\u0003\u0004 and no more"), "one.zip");
    }

    /** 200 MB of zeros in 200 kB. */
    @Test
    void aZipBombIsRefusedBeforeItFillsTheMemory() throws IOException {
        refused(zip("one.zip", "bomb.roi", new byte[200 << 20]), "one.zip", "bomb.roi");
    }

    private Path zip(String name, String entry, byte[] content) throws IOException {
        Path file = dir.resolve("zips").resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content);
            zip.closeEntry();
        }
        return file;
    }

    @Test
    void quPathFilesMayBeCalledAsTheImageWithItsSuffix() throws IOException {
        LabelSet set = read(geo("q/one.png.geojson", "Polygon", "[[[1,1],[20,1],[20,20],[1,1]]]"));
        assertThat(image(set, "one.png").objects()).hasSize(1);
    }

    @Test
    void quPathKeepsTheLargestPartAndSaysSo() throws IOException {
        String parts = "[[[[1,1],[3,1],[3,3],[1,1]]],[[[9,9],[29,9],[29,29],[9,9]]]]";
        LabelSet set = read(geo("q/one.geojson", "MultiPolygon", parts));
        assertThat(image(set, "one.png").objects().get(0).outline().orElseThrow().bounds())
                .isEqualTo(new Box(9, 9, 29, 29));
        assertThat(set.notes()).singleElement().asString().contains("several parts");
    }

    private Path geo(String name, String type, String coordinates) throws IOException {
        return write(
                name,
                ("{\"type\":\"Feature\",\"geometry\":{\"type\":\"%s\",\"coordinates\":%s},"
                                + "\"properties\":{\"classification\":{\"name\":\"cell\"}}}")
                        .formatted(type, coordinates));
    }
}
