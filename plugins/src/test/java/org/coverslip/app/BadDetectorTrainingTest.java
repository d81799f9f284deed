package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.coverslip.RealData;
import org.coverslip.detect.Box;
import org.coverslip.detect.label.LabelFormats;
import org.coverslip.detect.label.LabelSet;
import org.coverslip.detect.label.LabelledBox;
import org.coverslip.detect.label.LabelledImage;
import org.coverslip.model.Shipped;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who asks for the training of a detector that cannot be done. */
class BadDetectorTrainingTest {

    private static final int SIDE = 64;
    private static final String PNEUMONIA = "models/pneumonia-keras/pneumonia_model.h5";

    @TempDir Path dir;

    private Path images;

    @BeforeEach
    void pictures() throws Exception {
        images = Files.createDirectories(dir.resolve("in"));
        for (int i = 0; i < 3; i++) picture(i + ".png", SIDE);
    }

    private void picture(String name, int side) throws Exception {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", images.resolve(name).toFile());
    }

    /** One box in each image, in a format that holds sizes. */
    private Path labels(String... names) {
        List<LabelledImage> all = new ArrayList<>();
        for (String name : names) {
            List<LabelledBox> boxes = List.of(new LabelledBox("cell", new Box(8, 8, 24, 24)));
            all.add(new LabelledImage(name, SIDE, SIDE, boxes));
        }
        return LabelFormats.named("coco")
                .write(new LabelSet(List.of("cell"), all, List.of()), dir.resolve("labels"));
    }

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... more) {
        List<String> line =
                new ArrayList<>(
                        List.of(
                                "train",
                                "input=" + images,
                                "output=" + dir.resolve("out"),
                                "network=centres",
                                "epochs=1",
                                "batch=2",
                                "show=false"));
        for (String own : more) {
            line.removeIf(given -> given.split("=")[0].equals(own.split("=")[0]));
            line.add(own);
        }
        err.reset();
        PrintStream sink = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLine(sink, sink).run(line);
    }

    private void refused(String why, String... more) {
        assertThat(run(more)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .contains(why)
                .endsWith(".")
                .doesNotContain("Exception", "\n");
        assertThat(dir.resolve("out/model")).doesNotExist();
    }

    @Test
    void labelsThatDoNotFitTheImagesAreRefused() throws Exception {
        refused("labels: it is missing; name the file or folder with the boxes");
        refused("there is no such file or folder", "labels=" + dir.resolve("none"));
        Path missing = labels("0.png", "1.png", "lost.png");
        refused("coco.json: it names the image lost.png, which is not in", "labels=" + missing);
        picture("0.png", SIDE / 2);
        refused(
                "coco.json: it says that 0.png has 64x64 pixels, and it has 32x32; give the images"
                        + " that were labelled",
                "labels=" + labels("0.png", "1.png", "2.png"));
        refused("there is nothing left to learn from", "labels=" + labels("1.png"));
    }

    /** Seed 1 takes 0.png to validate. */
    @Test
    void imagesToLearnFromWithoutAnObjectAreRefused() {
        LabelledBox box = new LabelledBox("cell", new Box(8, 8, 24, 24));
        List<LabelledImage> all =
                List.of(
                        new LabelledImage("0.png", SIDE, SIDE, List.of(box)),
                        new LabelledImage("1.png", SIDE, SIDE, List.of()));
        Path labels =
                LabelFormats.named("coco")
                        .write(new LabelSet(List.of("cell"), all, List.of()), dir.resolve("one"));
        refused(
                "coco.json: all that is marked lies in the images that validate; give more images,"
                        + " or another seed=",
                "labels=" + labels,
                "seed=1");
    }

    @Test
    void boxesOutsideAndClassesWithoutANameAreRefused() throws Exception {
        Path yolo = Files.createDirectories(dir.resolve("yolo/labels"));
        Path yaml = Files.writeString(dir.resolve("yolo/data.yaml"), "names: [cell]\n");
        Files.writeString(yolo.resolve("0.txt"), "0 0.5 0.5 0.2 0.2\n");
        Files.writeString(yolo.resolve("1.txt"), "3 0.5 0.5 0.2 0.2\n");
        refused(
                "1.txt: line 1 is of class 3 of 1 (cell); add the name to data.yaml or mend the"
                        + " line",
                "labels=" + yaml);
        Files.writeString(yolo.resolve("1.txt"), "0 1.5 0.5 0.2 0.2\n");
        refused("of 1.png lies outside its 64x64 pixels; mend or delete it", "labels=" + yaml);
        Files.writeString(yolo.resolve("1.txt"), "0 0.5 0.5 0.2\n");
        refused("1.txt: line 1 has 4 numbers", "labels=" + yaml);
    }

    @Test
    void picturesWhoseBlackAndWhiteNobodySaysAreRefused() {
        ImagePlus deep = IJ.createImage("", "16-bit ramp", SIDE, SIDE, 1);
        new FileSaver(deep).saveAsTiff(images.resolve("deep.tif").toString());
        String labels = "labels=" + labels("0.png", "1.png", "deep.tif");
        refused(
                "deep.tif: its pixels are not 8 bit and the model expects values from 0 to 255; say"
                        + " which values are black and white: range=display, range=type or"
                        + " range=min,max",
                labels);
        refused("range=high: this is not a range", labels, "range=high");
        ImagePlus stack = IJ.createImage("", "8-bit ramp", SIDE, SIDE, 3);
        new FileSaver(stack).saveAsTiff(images.resolve("deep.tif").toString());
        refused("deep.tif: it is a stack, and nothing says which of its planes", labels);
    }

    @Test
    void aBackboneMustBeToldAndMustFit() {
        String labels = "labels=" + labels("0.png", "1.png", "2.png");
        String pneumonia = "model=" + RealData.at(PNEUMONIA);
        refused("it does not say how pixel values become its input", labels, pneumonia);
        refused(
                "size=72: crops cannot have this edge; give a multiple of 32 from 32 to 2048",
                labels,
                pneumonia,
                "normalize=0..1",
                "size=72");
        refused(
                "it has no layer nowhere; use one of",
                labels,
                pneumonia,
                "normalize=0..1",
                "freeze=nowhere");
        refused(
                "normalize=featurewise: this is measured for classifiers only",
                labels,
                pneumonia,
                "normalize=featurewise");
        refused(
                "2 means are given, the model takes 3 channels",
                labels,
                pneumonia,
                "normalize=1,2;3,4");
        refused("none.h5: there is no such file", labels, "model=none.h5", "normalize=0..1");
        refused(
                "malaria_model.h5: none of its layers gives images of 1/4, 1/8, 1/16 or 1/32",
                labels,
                "model=" + RealData.at("models/malaria-keras/malaria_model.h5"),
                "normalize=0..1");
    }

    /** So that what is refused elsewhere is refused for the reason that is given. */
    @Test
    void aRequestWithoutFaultIsTrained() {
        String labels = "labels=" + labels("0.png", "1.png", "2.png");
        String file = "models/keras-architectures/architectures/malaria_cnn.keras";
        int exit = run(labels, "model=" + RealData.at(file), "normalize=0..1", "size=32");
        assertThat(err.toString(StandardCharsets.UTF_8)).doesNotContain("Exception");
        assertThat(exit).isZero();
        assertThat(dir.resolve("out/model/rdf.yaml")).content().contains("centre-heat");
        assertThat(dir.resolve("out/run.json")).content().contains("\"freeze\": \"all\"", "(1/4)");
        assertThat(dir.resolve("out/history.csv")).content().contains("validation ap50");
    }

    @Test
    void otherModelsAreNoStartOfADetector() {
        String labels = "labels=" + labels("0.png", "1.png", "2.png");
        refused(
                "it is no detector of centre points of Coverslip's own network",
                labels,
                "model=" + Shipped.TISSUE);
        refused(
                "it says itself how pixel values become its input; leave normalize= out",
                labels,
                "model=" + Shipped.NUCLEI_BOXES,
                "normalize=0..1");
        refused(
                "network=unet: it starts from random weights; leave model= out",
                "network=unet",
                "model=" + Shipped.NUCLEI,
                "normalize=0..1");
        refused("it is trained without test, folds and group", labels, "test=0.1");
    }
}
