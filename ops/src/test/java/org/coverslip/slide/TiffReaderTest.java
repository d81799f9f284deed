package org.coverslip.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ImageProcessor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.DeflaterOutputStream;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.integer.ShortType;
import net.imglib2.type.numeric.real.FloatType;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TIFF files as ImageJ writes them, and what others make of the format. */
class TiffReaderTest {

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {8, 16, 24, 32})
    void readsWhatImageJSaves(int bits) {
        ImagePlus image = IJ.createImage("ramp", bits + "-bit ramp", 40, 30, 1);
        Slide slide = Slides.open(saved(image));
        assertThat(slide.channels()).isEqualTo(bits == 24 ? 3 : 1);
        assertThat(slide.rgb()).isEqualTo(bits == 24);
        var open = Slides.of(image).image(0, 0);
        var read = slide.image(0, 0);
        assertThat(RealData.checksum(read)).isEqualTo(RealData.checksum(open));
        assertThat(RealData.value(read, 39, 29, 0)).isEqualTo(RealData.value(open, 39, 29, 0));
    }

    @Test
    void hyperstackChannelsAreAxisCAndSlicesRunFasterThanFrames() {
        ImagePlus image = IJ.createHyperStack("h", 6, 5, 2, 3, 4, 16);
        for (int t = 1; t <= 4; t++) {
            for (int z = 1; z <= 3; z++) {
                for (int c = 1; c <= 2; c++) {
                    ImageProcessor p = image.getStack().getProcessor(image.getStackIndex(c, z, t));
                    p.set(5, 4, 100 * t + 10 * z + c);
                }
            }
        }
        for (Slide slide : new Slide[] {Slides.open(saved(image)), Slides.of(image)}) {
            assertThat(slide.channels()).isEqualTo(2);
            assertThat(slide.planes()).isEqualTo(12);
            // Plane 7 of three slices is slice 2 of frame 3.
            assertThat(RealData.value(slide.image(0, 7), 5, 4, 0)).isEqualTo(321);
            assertThat(RealData.value(slide.image(0, 7), 5, 4, 1)).isEqualTo(322);
            assertThat(RealData.value(slide.image(0, 0), 5, 4, 1)).isEqualTo(112);
        }
    }

    @Test
    void slicesAreKnownFromPointsInTimeAndSoIsTheirDistance() {
        ImagePlus image = IJ.createHyperStack("h", 6, 5, 1, 3, 4, 8);
        image.getCalibration().setUnit("micron");
        image.getCalibration().pixelWidth = 0.5;
        image.getCalibration().pixelHeight = 0.5;
        // NB: a depth of 1 is what ImageJ gives an image whose depth nobody set.
        for (double depth : new double[] {1, 2.5}) {
            image.getCalibration().pixelDepth = depth;
            for (Slide slide : new Slide[] {Slides.open(saved(image)), Slides.of(image)}) {
                assertThat(slide.slices()).isEqualTo(3);
                assertThat(slide.planes()).isEqualTo(12);
                assertThat(slide.sliceDistance().orElse(-1)).isEqualTo(depth == 1 ? -1 : 2.5);
            }
        }
        image.getCalibration().setUnit("nm");
        image.getCalibration().pixelDepth = 300;
        assertThat(Slides.open(saved(image)).sliceDistance().orElse(-1))
                .isCloseTo(0.3, within(1e-9));
        image.getCalibration().setUnit("pixel");
        assertThat(Slides.open(saved(image)).sliceDistance()).isEmpty();
    }

    @Test
    void omeSaysHowFarSlicesLieApart() {
        TiffLayout layout =
                TiffLayout.of(
                        "<OME><Image><Pixels SizeC=\"1\" SizeZ=\"7\" SizeT=\"2\""
                                + " DimensionOrder=\"XYZCT\" PhysicalSizeX=\"0.2\""
                                + " PhysicalSizeY=\"0.2\" PhysicalSizeZ=\"800\""
                                + " PhysicalSizeZUnit=\"nm\"/></Image></OME>",
                        0,
                        0,
                        1);
        assertThat(layout.slices()).isEqualTo(7);
        assertThat(layout.depth().orElseThrow()).isCloseTo(0.8, within(1e-12));
    }

    @ParameterizedTest
    @CsvSource({
        "um, 0.5, 0.5",
        "micron, 0.25, 0.25",
        "nm, 250, 0.25",
        "mm, 0.002, 2",
        "inch, 0.001, 25.4"
    })
    void imageJsUnitsBecomeMicrometres(String unit, double width, double micrometres) {
        ImagePlus image = IJ.createImage("c", "8-bit", 8, 8, 1);
        Calibration calibration = image.getCalibration();
        calibration.setUnit(unit);
        calibration.pixelWidth = width;
        calibration.pixelHeight = 2 * width;
        for (Slide slide : new Slide[] {Slides.open(saved(image)), Slides.of(image)}) {
            PixelSize size = slide.pixelSize().orElseThrow();
            assertThat(size.x()).isCloseTo(micrometres, within(1e-4 * micrometres));
            assertThat(size.y()).isCloseTo(2 * micrometres, within(1e-4 * micrometres));
        }
    }

    @ParameterizedTest
    @CsvSource({"pixel, 1", "pixel, 0.5", "inch, 1", "cm, 1", "mm, 1", "um, 1000", "furlong, 1"})
    void whatIsNoMeasurementIsNoPixelSize(String unit, double width) {
        ImagePlus image = IJ.createImage("c", "8-bit", 8, 8, 1);
        image.getCalibration().setUnit(unit);
        image.getCalibration().pixelWidth = width;
        image.getCalibration().pixelHeight = width;
        assertThat(Slides.open(saved(image)).pixelSize()).isEmpty();
        assertThat(Slides.of(image).pixelSize()).isEmpty();
    }

    @Test
    void printResolutionsMeasureNothingButCentimetresOfSlideToolsDo() {
        assertThat(Slides.open(RealData.file("slides/tiff-edge-cases/grey10kx5k.tif")).pixelSize())
                .as("72 dots per inch")
                .isEmpty();
        PixelSize scanner =
                Slides.open(RealData.file("slides/fluorescence-dapi.ndpi"))
                        .pixelSize()
                        .orElseThrow();
        assertThat(scanner.x()).isCloseTo(0.228, within(1e-3));
    }

    @Test
    void signedSixteenBitValuesKeepTheirSign() {
        ImagePlus image = IJ.createImage("s", "16-bit", 4, 4, 1);
        image.getCalibration().setSigned16BitCalibration();
        image.getProcessor().set(1, 2, 32768 - 1000);
        for (Slide slide : new Slide[] {Slides.open(saved(image)), Slides.of(image)}) {
            assertThat(slide.image(0, 0).getType()).isInstanceOf(ShortType.class);
            assertThat(RealData.value(slide.image(0, 0), 1, 2, 0)).isEqualTo(-1000);
        }
    }

    @Test
    void aLinearCalibrationIsApplied() {
        ImagePlus image = IJ.createImage("hu", "16-bit", 4, 4, 1);
        image.getCalibration()
                .setFunction(Calibration.STRAIGHT_LINE, new double[] {-1024, 2}, "HU");
        image.getProcessor().set(1, 2, 700);
        for (Slide slide : new Slide[] {Slides.open(saved(image)), Slides.of(image)}) {
            assertThat(slide.image(0, 0).getType()).isInstanceOf(FloatType.class);
            assertThat(RealData.value(slide.image(0, 0), 1, 2, 0)).isEqualTo(376);
            assertThat(slide.notes()).anyMatch(note -> note.contains("calibrated"));
        }
    }

    @Test
    void allOrientationsOfTheSameLetterAreTurnedAsTheirTagSays() {
        String name = "slides/tiff-edge-cases/test_orient%d.tif";
        var letter = Slides.open(RealData.file(name.formatted(1))).image(0, 0);
        for (int tag = 0; tag <= 8; tag++) {
            var turned = Slides.open(RealData.file(name.formatted(tag))).image(0, 0);
            long w = letter.dimension(0);
            long h = letter.dimension(1);
            for (long[] p : new long[][] {{20, 40}, {80, 20}, {60, 83}, {60, 160}, {100, 140}}) {
                long x = p[0];
                long y = p[1];
                long[] at =
                        switch (tag) {
                            case 2 -> new long[] {w - 1 - x, y, 0};
                            case 3 -> new long[] {w - 1 - x, h - 1 - y, 0};
                            case 4 -> new long[] {x, h - 1 - y, 0};
                            case 5 -> new long[] {y, x, 0};
                            case 6 -> new long[] {h - 1 - y, x, 0};
                            case 7 -> new long[] {h - 1 - y, w - 1 - x, 0};
                            case 8 -> new long[] {y, w - 1 - x, 0};
                            default -> new long[] {x, y, 0};
                        };
                assertThat(RealData.value(turned, at))
                        .as("orientation %d, point %d, %d", tag, x, y)
                        .isEqualTo(RealData.value(letter, x, y, 0));
            }
        }
    }

    /** TIFF 6.0, tag 274: where row 0 and column 0 of the file lie in the picture. */
    @ParameterizedTest
    @CsvSource({
        "1, 123456",
        "2, 321654",
        "3, 654321",
        "4, 456123",
        "5, 142536",
        "6, 415263",
        "7, 635241",
        "8, 362514"
    })
    void orientationsOfSixPixels(int tag, String expected) {
        var stored = ArrayImgs.unsignedBytes(new byte[] {1, 2, 3, 4, 5, 6}, 3, 2, 1);
        var upright = Orientation.upright(stored, tag);
        assertThat(upright.dimension(0)).isEqualTo(tag < 5 ? 3 : 2);
        StringBuilder found = new StringBuilder();
        for (int y = 0; y < upright.dimension(1); y++) {
            for (int x = 0; x < upright.dimension(0); x++) {
                found.append((int) RealData.value(upright, x, y, 0));
            }
        }
        assertThat(found).hasToString(expected);
    }

    @Test
    void omeChannelsSlicesAndFramesAreToldApart() {
        Slide slide =
                Slides.open(RealData.file("slides/ome-tiff/multi-channel-time-series.ome.tif"));
        assertThat(slide.channels()).isEqualTo(3);
        assertThat(slide.planes()).isEqualTo(7);
        assertThat(Slides.open(RealData.file("slides/ome-tiff/4D-series.ome.tif")).planes())
                .isEqualTo(35);
    }

    /** Packed samples below 0 and above 1, signed or floating point, keep their values. */
    @ParameterizedTest
    @CsvSource({"16, 2, -1000", "32, 2, -70000", "32, 3, -1000.5", "8, 2, -100"})
    void deflatedNumbersKeepSignAndFraction(int bits, int format, double value) throws IOException {
        ByteBuffer samples = ByteBuffer.allocate(bits / 2).order(ByteOrder.LITTLE_ENDIAN);
        switch (bits + format) {
            case 18 -> samples.putShort(4, (short) value);
            case 34 -> samples.putInt(8, (int) value);
            case 35 -> samples.putFloat(8, (float) value);
            default -> samples.put(2, (byte) value);
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (var deflater = new DeflaterOutputStream(packed)) {
            deflater.write(samples.array());
        }
        int[][] tags = {
            {256, 4},
            {257, 1},
            {258, bits},
            {259, 8},
            {262, 1},
            {273, 8},
            {277, 1},
            {278, 1},
            {279, packed.size()},
            {339, format}
        };
        ByteBuffer b = ByteBuffer.allocate(300).order(ByteOrder.LITTLE_ENDIAN);
        b.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(100);
        b.put(packed.toByteArray()).position(100).putShort((short) tags.length);
        for (int[] tag : tags) {
            b.putShort((short) tag[0]).putShort((short) 4).putInt(1).putInt(tag[1]);
        }
        Slide slide = Slides.open(Files.write(folder.resolve("packed.tif"), b.array()));
        assertThat(RealData.value(slide.image(0, 0), 2, 0, 0)).isEqualTo(value);
        assertThat(RealData.value(slide.image(0, 0), 1, 0, 0)).isZero();
    }

    @ParameterizedTest
    @CsvSource({"yb10kx5k.zstd.tiff, Zstandard", "zero_gi.tif, CMYK"})
    void whatCannotBeDecodedIsNamed(String name, String reason) {
        assertThatThrownBy(() -> Slides.open(RealData.file("slides/tiff-edge-cases/" + name)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void greyWithAlphaHasTwoChannelsAndANote() {
        Slide slide = Slides.open(RealData.file("slides/tiff-edge-cases/small_la.tiff"));
        assertThat(slide.channels()).isEqualTo(2);
        assertThat(slide.rgb()).isFalse();
        assertThat(slide.notes()).anyMatch(note -> note.contains("transparency"));
    }

    private Path saved(ImagePlus image) {
        Path file = folder.resolve(image.getTitle() + ".tif");
        FileSaver saver = new FileSaver(image);
        boolean ok =
                image.getStackSize() > 1
                        ? saver.saveAsTiffStack(file.toString())
                        : saver.saveAsTiff(file.toString());
        assertThat(ok).isTrue();
        return file;
    }
}
