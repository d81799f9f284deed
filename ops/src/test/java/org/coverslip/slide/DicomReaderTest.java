package org.coverslip.slide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.imglib2.type.numeric.integer.ShortType;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** DICOM values as pydicom computes them. */
class DicomReaderTest {

    private static final String CT = "dicom/ct-one-slice-16-encodings/CTImage.dcm";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "_BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2.dcm",
                "_DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99.dcm",
                "_LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1.dcm",
                "_LittleEndianImplicitTransferSyntax_1.2.840.10008.1.2.dcm"
            })
    void everyUncompressedSyntaxGivesTheSameHounsfieldUnits(String syntax) {
        Slide slide = Slides.open(RealData.file(CT + syntax));
        assertThat(RealData.checksum(slide.image(0, 0))).isEqualTo(-1214049811593L);
        assertThat(RealData.value(slide.image(0, 0), 0, 0, 0)).isEqualTo(-3024);
        assertThat(slide.pixelSize()).contains(new PixelSize(675.781, 675.781));
        // Window 400 wide around 40, by PS3.3 C.11.2.1.2.
        assertThat(slide.displayRange()).contains(new ValueRange(-160, 239));
        assertThat(slide.notes()).anyMatch(note -> note.contains("HU"));
    }

    /**
     * @param more element that is added: group, element, VR and text
     */
    private Path multiFrame(int group, int element, String vr, String more) throws IOException {
        ByteBuffer out = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        out.position(128);
        out.put("DICM".getBytes(StandardCharsets.US_ASCII));
        text(out, 0x0002, 0x0010, "UI", "1.2.840.10008.1.2.1\0");
        if (group < 0x28) text(out, group, element, vr, more);
        number(out, 0x0002, 1);
        text(out, 0x0028, 0x0004, "CS", "MONOCHROME2 ");
        text(out, 0x0028, 0x0008, "IS", "6 ");
        for (int[] n : new int[][] {{0x10, 2}, {0x11, 3}, {0x100, 8}, {0x101, 8}, {0x102, 7}}) {
            number(out, n[0], n[1]);
        }
        number(out, 0x103, 0);
        out.putShort((short) 0x7fe0).putShort((short) 0x0010).put("OB".getBytes());
        out.putShort((short) 0).putInt(36).put(new byte[36]);
        Path file = folder.resolve("frames.dcm");
        Files.write(file, Arrays.copyOf(out.array(), out.position()));
        return file;
    }

    private static void text(ByteBuffer out, int group, int element, String vr, String value) {
        out.putShort((short) group).putShort((short) element).put(vr.getBytes());
        out.putShort((short) value.length()).put(value.getBytes());
    }

    private static void number(ByteBuffer out, int element, int value) {
        out.putShort((short) 0x0028).putShort((short) element).put("US".getBytes());
        out.putShort((short) 2).putShort((short) value);
    }

    @Test
    void framesAreSlicesUnlessTheyFollowEachOtherInTime() throws IOException {
        Slide volume = Slides.open(multiFrame(0x18, 0x88, "DS", "2.5 "));
        assertThat(volume.planes()).isEqualTo(6);
        assertThat(volume.slices()).isEqualTo(6);
        assertThat(volume.sliceDistance()).hasValue(2500);
        Slide movie = Slides.open(multiFrame(0x18, 0x1063, "DS", "40"));
        assertThat(movie.slices()).isEqualTo(1);
        assertThat(movie.sliceDistance()).isEmpty();
        Slide tiles = Slides.open(RealData.file("dicom/highdicom/sm_image.dcm"));
        assertThat(tiles.planes()).isEqualTo(25);
        assertThat(tiles.slices()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"MR_small", "MR_small_bigendian", "MR_small_expb", "MR_small_implicit"})
    void signedValuesWithoutRescaleStayIntegers(String name) {
        Slide slide = Slides.open(RealData.file("dicom/pydicom/" + name + ".dcm"));
        assertThat(slide.image(0, 0).getType()).isInstanceOf(ShortType.class);
        assertThat(RealData.checksum(slide.image(0, 0))).isEqualTo(4843353469L);
    }

    @ParameterizedTest
    @CsvSource({
        "SC_rgb_small_odd.dcm, 166, 141, 52",
        "SC_rgb_small_odd_big_endian.dcm, 166, 141, 52",
    })
    void coloursSurviveSwappedWords(String name, int red, int green, int blue) {
        Slide slide = Slides.open(RealData.file("dicom/pydicom/" + name));
        assertThat(slide.rgb()).isTrue();
        assertThat(RealData.value(slide.image(0, 0), 0, 0, 0)).isEqualTo(red);
        assertThat(RealData.value(slide.image(0, 0), 0, 0, 1)).isEqualTo(green);
        assertThat(RealData.value(slide.image(0, 0), 0, 0, 2)).isEqualTo(blue);
    }

    @Test
    void invertedDisplayIsNotedAndValuesStay() {
        Slide slide = Slides.open(RealData.file("dicom/highdicom/dx_image.dcm"));
        assertThat(slide.notes()).anyMatch(note -> note.startsWith("MONOCHROME1"));
        assertThat(slide.pixelSize().orElseThrow().y()).isEqualTo(1200);
    }

    @ParameterizedTest
    @CsvSource({
        "pydicom/JPEG2000.dcm, JPEG 2000",
        "pydicom/MR_small_RLE.dcm, RLE Lossless",
        "pydicom/MR_small_jpeg_ls_lossless.dcm, JPEG-LS Lossless",
        "pydicom/JPGExtended.dcm, JPEG Extended",
        "pydicom/rtplan.dcm, holds no picture",
        "pydicom/MR_truncated.dcm, 8192 bytes of pixels and has 8130",
        "pydicom/rtplan_truncated.dcm, ends within its header",
        "pydicom/badVR.dcm, number of frames is '1A'"
    })
    void whatCannotBeReadIsRefusedByName(String name, String reason) {
        assertThatThrownBy(() -> Slides.open(RealData.file("dicom/" + name)))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(reason);
    }

    @Test
    @Timeout(60)
    void noDamageLeadsToAnythingButARefusal() throws IOException {
        byte[] whole = Files.readAllBytes(RealData.file("dicom/pydicom/CT_small.dcm"));
        Random random = new Random(5);
        Path file = folder.resolve("damaged.dcm");
        for (int i = 0; i < 500; i++) {
            byte[] bytes =
                    i % 5 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int k = 0; k < i % 5 * 4 && bytes.length > 140; k++) {
                bytes[132 + random.nextInt(Math.min(bytes.length - 132, 6000))] =
                        (byte) random.nextInt();
            }
            Files.write(file, bytes);
            try {
                Slides.open(file).image(0, 0);
            } catch (RefusedException expected) {
                assertThat(expected).hasMessageContaining("damaged.dcm");
            }
        }
    }
}
