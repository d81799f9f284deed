package org.coverslip.app;

import static org.assertj.core.api.Assertions.assertThat;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.coverslip.SmallNetworks;
import org.coverslip.report.Table;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a user sees who gives something that cannot be used: one sentence, and the rest of the
 * folder done.
 */
class BadInputTest {

    @TempDir static Path dir;

    private static Path bundle;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void network() {
        bundle = SmallNetworks.brightness(dir.resolve("bundle"), 8, 0);
    }

    private int run(String... args) {
        PrintStream sink = new PrintStream(err, true, StandardCharsets.UTF_8);
        return new CommandLine(new PrintStream(new ByteArrayOutputStream()), sink)
                .run(List.of(args));
    }

    private void refused(String why, String... args) {
        assertThat(run(args)).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8).strip())
                .contains(why)
                .endsWith(".")
                .doesNotContain("\n", "Exception");
        err.reset();
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(dir.resolve(name), content);
    }

    private Path zip(String name, String entry, String content) throws IOException {
        Path path = dir.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(path))) {
            out.putNextEntry(new ZipEntry(entry));
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        return path;
    }

    @Test
    void modelsThatAreNoneAreRefusedByName() throws IOException {
        Path image = dir.resolve("one.png");
        ImageIO.write(picture(BufferedImage.TYPE_INT_RGB, 20, 0), "png", image.toFile());
        for (Path model :
                List.of(
                        file("empty.h5", ""),
                        file("text.h5", "this is text, whatever its name says"),
                        file("text.keras", "so is this"),
                        Files.createDirectories(dir.resolve("empty-folder")),
                        zip("slip.zip", "../../slipped.txt", "out of the folder"),
                        zip("nothing.zip", "readme.txt", "no model in here"))) {
            refused(model.getFileName().toString(), "model-info", "model=" + model);
            refused(model.getFileName().toString(), "classify", "input=" + image, "model=" + model);
        }
        assertThat(dir.resolveSibling("slipped.txt")).doesNotExist();
    }

    @Test
    void aYamlBombIsRefusedBeforeItGoesOff() throws IOException {
        StringBuilder bomb = new StringBuilder("a: &a [x,x,x,x,x,x,x,x,x]\n");
        for (char c = 'b'; c < 'k'; c++) {
            String before = "*" + (char) (c - 1);
            bomb.append(c)
                    .append(": &")
                    .append(c)
                    .append(" [")
                    .append((before + ",").repeat(8))
                    .append(before)
                    .append("]\n");
        }
        Path folder = Files.createDirectories(dir.resolve("bomb"));
        Files.writeString(folder.resolve("rdf.yaml"), bomb + "name: *j\n");
        refused("rdf.yaml", "model-info", "model=" + folder);
    }

    @Test
    void oneBadImageNeverEndsTheFolder() throws IOException {
        Path images = Files.createDirectories(dir.resolve("images"));
        ImageIO.write(
                picture(BufferedImage.TYPE_INT_RGB, 20, 0xffffff),
                "png",
                images.resolve("a_light.png").toFile());
        ImageIO.write(
                picture(BufferedImage.TYPE_INT_ARGB, 20, 0xff000000),
                "png",
                images.resolve("b_rgba.png").toFile());
        ImageIO.write(
                picture(BufferedImage.TYPE_INT_RGB, 1, 0),
                "png",
                images.resolve("c_one_pixel.png").toFile());
        Files.write(images.resolve("d_empty.png"), new byte[0]);
        Files.writeString(images.resolve("e_text.jpg"), "not a picture");
        Files.write(images.resolve("f_huge.png"), pngHeader(100_000, 100_000));
        ImagePlus seven = IJ.createHyperStack("seven", 16, 16, 7, 1, 1, 8);
        new FileSaver(seven).saveAsTiffStack(images.resolve("g_seven_channels.tif").toString());
        ImagePlus sixteen = IJ.createImage("sixteen", "16-bit ramp", 16, 16, 1);
        new FileSaver(sixteen).saveAsTiff(images.resolve("h_sixteen_bit.tif").toString());
        Path out = dir.resolve("out");

        assertThat(run("classify", "input=" + images, "model=" + bundle, "output=" + out))
                .isEqualTo(1);

        Table summary = Table.read(out.resolve("summary.csv"));
        assertThat(summary.rows())
                .extracting(row -> row.get(0) + " " + row.get(3))
                .containsExactly("a_light.png light", "b_rgba.png dark", "c_one_pixel.png dark");
        Table failures = Table.read(out.resolve("failures.csv"));
        assertThat(failures.rows())
                .extracting(row -> row.get(0))
                .containsExactly(
                        "d_empty.png",
                        "e_text.jpg",
                        "f_huge.png",
                        "g_seven_channels.tif",
                        "h_sixteen_bit.tif");
        assertThat(failures.rows())
                .allSatisfy(
                        row ->
                                assertThat(row.get(1))
                                        .contains(row.get(0))
                                        .endsWith(".")
                                        .doesNotContain("Exception", "null"));
        assertThat(failures.rows().get(2).get(1)).contains("100000");
        assertThat(failures.rows().get(3).get(1)).contains("7 channels").contains("takes 3");
        assertThat(failures.rows().get(4).get(1)).contains("range=");
        assertThat(Files.readString(out.resolve("run.json"))).contains("alpha channel");
    }

    @Test
    void sixteenBitIsDoneOnceTheRangeIsGiven() {
        ImagePlus ramp = IJ.createImage("ramp", "16-bit white", 16, 16, 1);
        ramp.getProcessor().set(4095);
        Path image = dir.resolve("white16.tif");
        new FileSaver(ramp).saveAsTiff(image.toString());
        Path out = dir.resolve("out16");
        assertThat(
                        run(
                                "classify",
                                "input=" + image,
                                "model=" + bundle,
                                "output=" + out,
                                "range=0,4095"))
                .isZero();
        assertThat(Table.read(out.resolve("summary.csv")).rows().get(0).get(3)).isEqualTo("light");
    }

    @Test
    void roisThatAreNotThereAreSaid() throws IOException {
        Path image = dir.resolve("plain.png");
        ImageIO.write(picture(BufferedImage.TYPE_INT_RGB, 20, 0xffffff), "png", image.toFile());
        Path out = dir.resolve("out-rois");
        assertThat(
                        run(
                                "classify",
                                "input=" + image,
                                "model=" + bundle,
                                "output=" + out,
                                "region=rois"))
                .isEqualTo(1);
        assertThat(Table.read(out.resolve("failures.csv")).rows().get(0).get(1))
                .contains("region=rois")
                .contains("plain.zip");
    }

    private static BufferedImage picture(int type, int side, int argb) {
        BufferedImage image = new BufferedImage(side, side, type);
        for (int y = 0; y < side; y++) for (int x = 0; x < side; x++) image.setRGB(x, y, argb);
        return image;
    }

    /** A PNG that claims a size and ends after its header. */
    private static byte[] pngHeader(int width, int height) throws IOException {
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(header);
        data.writeBytes("IHDR");
        data.writeInt(width);
        data.writeInt(height);
        data.write(new byte[] {8, 2, 0, 0, 0});
        CRC32 crc = new CRC32();
        crc.update(header.toByteArray());
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(png);
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        out.writeInt(13);
        out.write(header.toByteArray());
        out.writeInt((int) crc.getValue());
        return png.toByteArray();
    }
}
