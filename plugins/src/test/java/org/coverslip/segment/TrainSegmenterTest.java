package org.coverslip.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ij.ImagePlus;
import ij.io.FileSaver;
import ij.process.ShortProcessor;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.model.ModelBundle;
import org.coverslip.model.Models;
import org.coverslip.network.Engines;
import org.coverslip.network.Network;
import org.coverslip.network.NetworkOptions;
import org.coverslip.report.Table;
import org.coverslip.tile.ValueMapping;
import org.coverslip.train.Learning;
import org.coverslip.train.Seeing;
import org.coverslip.train.Trained;
import org.coverslip.train.segmentation.LabelledFolder;
import org.coverslip.train.segmentation.LabelledPicture;
import org.coverslip.train.segmentation.TrainSegmenter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A user's own pictures with label images or annotations become a network that segments. */
class TrainSegmenterTest {

    @TempDir Path dir;

    /** Violet boxes on pink, one third of the picture. */
    private void picture(String name, long seed, boolean labels) throws Exception {
        SplittableRandom random = new SplittableRandom(seed);
        int x = random.nextInt(4, 30);
        int y = random.nextInt(4, 30);
        BufferedImage picture = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        BufferedImage label = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = picture.createGraphics();
        g.setColor(new Color(240, 200, 220));
        g.fillRect(0, 0, 64, 64);
        g.setColor(new Color(90, 50, 140));
        g.fillRect(x, y, 28, 28);
        g.dispose();
        for (int i = 0; i < 28 * 28; i++) label.getRaster().setSample(x + i % 28, y + i / 28, 0, 1);
        Files.createDirectories(dir.resolve("pictures"));
        Files.createDirectories(dir.resolve("labels"));
        ImageIO.write(picture, "png", dir.resolve("pictures/" + name + ".png").toFile());
        if (labels) {
            ImageIO.write(label, "png", dir.resolve("labels/" + name + ".png").toFile());
            return;
        }
        int r = x + 28;
        int b = y + 28;
        Files.writeString(
                dir.resolve("labels/" + name + ".geojson"),
                """
                [{"type": "Feature", "geometry": {"type": "Polygon", "coordinates":
                  [[[%d, %d], [%d, %d], [%d, %d], [%d, %d], [%d, %d]]]},
                  "properties": {"classification": {"name": "tumour"}}}]
                """
                        .formatted(x, y, r, y, r, b, x, b, x, y));
    }

    @Test
    void labelImagesAndAnnotationsTeachIt() throws Exception {
        for (int i = 0; i < 8; i++) picture("p" + i, i, i % 2 == 0);
        LabelledFolder data =
                LabelledFolder.read(
                        dir.resolve("pictures").toString(),
                        Optional.of(dir.resolve("labels")),
                        false,
                        List.of());
        assertThat(data.classes()).containsExactly("background", "tumour");
        assertThat(data.pictures()).hasSize(8);
        for (LabelledPicture p : data.pictures()) {
            assertThat(java.util.Arrays.stream(p.classes()).sum()).isEqualTo(28 * 28);
        }
        List<List<LabelledPicture>> parts = data.split(0.25, 1);
        Trained result =
                TrainSegmenter.with(Engines.get())
                        .classes(data.classes())
                        .training(parts.get(0))
                        .validation(parts.get(1))
                        .output(dir.resolve("out"))
                        .size(64)
                        .filters(4)
                        .learning(
                                Learning.DEFAULT
                                        .withEpochs(40)
                                        .withBatch(2)
                                        .withRate(5e-3)
                                        .withThreads(1))
                        .run();
        assertThat(result.metrics().get("validation dice")).isGreaterThan(0.9);
        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            Path picture = dir.resolve("pictures/p0.png");
            Segment.Result segmented =
                    Segment.with(model, network)
                            .images(List.of(ImageItem.of("p0.png", picture)))
                            .output(dir.resolve("segmented"))
                            .run();
            Table summary = Table.read(segmented.summary());
            int fraction = summary.columns().indexOf("tumour fraction");
            assertThat(Double.parseDouble(summary.rows().get(0).get(fraction)))
                    .isBetween(0.15, 0.25);
        }
    }

    /** A box of 3000 on 1000, in 16 bit grey. */
    private void deep(String name, long seed) throws Exception {
        picture(name, seed, true);
        Path png = dir.resolve("pictures/" + name + ".png");
        BufferedImage colours = ImageIO.read(png.toFile());
        Files.delete(png);
        ShortProcessor pixels = new ShortProcessor(64, 64);
        for (int i = 0; i < 64 * 64; i++) {
            boolean box = (colours.getRGB(i % 64, i / 64) & 0xff) == 140;
            pixels.set(i, box ? 3000 : 1000);
        }
        new FileSaver(new ImagePlus("", pixels))
                .saveAsTiff(dir.resolve("pictures/" + name + ".tif").toString());
    }

    @Test
    void sixteenBitPicturesAreLearnedInTheRangeThatIsSaid() throws Exception {
        for (int i = 0; i < 4; i++) deep("p" + i, i);
        String pictures = dir.resolve("pictures").toString();
        Optional<Path> labels = Optional.of(dir.resolve("labels"));
        assertThatThrownBy(() -> LabelledFolder.read(pictures, labels, false, List.of("box")))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("p0.tif: its pixels are not 8 bit")
                .hasMessageContaining("range=min,max");
        ValueMapping range = ValueMapping.parse("900,3100");
        LabelledFolder data = LabelledFolder.read(pictures, labels, false, List.of("box"), range);
        List<List<LabelledPicture>> parts = data.split(0.25, 1);
        Trained result =
                TrainSegmenter.with(Engines.get())
                        .classes(data.classes())
                        .training(parts.get(0))
                        .validation(parts.get(1))
                        .output(dir.resolve("out"))
                        .seeing(Seeing.DEFAULT.withSize(64).withRange(range))
                        .filters(4)
                        .learning(
                                Learning.DEFAULT
                                        .withEpochs(30)
                                        .withBatch(2)
                                        .withRate(5e-3)
                                        .withThreads(1))
                        .run();
        assertThat(result.metrics().get("validation dice")).isGreaterThan(0.9);
        try (ModelBundle model = Models.open(result.model().orElseThrow(), Engines.get());
                Network network = Engines.get().open(model.savedModel(), NetworkOptions.DEFAULT)) {
            assertThat(model.description()).contains("range=900,3100");
            Segment.Result segmented =
                    Segment.with(model, network)
                            .images(List.of(ImageItem.of("p0.tif", dir.resolve("pictures/p0.tif"))))
                            .values(range)
                            .output(dir.resolve("segmented"))
                            .run();
            Table summary = Table.read(segmented.summary());
            int fraction = summary.columns().indexOf("box fraction");
            assertThat(Double.parseDouble(summary.rows().get(0).get(fraction)))
                    .isBetween(0.15, 0.25);
        }
    }

    @Test
    void aPictureWithoutLabelsIsNamed() throws Exception {
        picture("a", 1, true);
        picture("b", 2, true);
        Files.delete(dir.resolve("labels/b.png"));
        assertThatThrownBy(
                        () ->
                                LabelledFolder.read(
                                        dir.resolve("pictures").toString(),
                                        Optional.of(dir.resolve("labels")),
                                        false,
                                        List.of()))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("b.png: it has no labels");
    }
}
