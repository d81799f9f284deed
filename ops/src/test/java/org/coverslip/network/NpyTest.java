package org.coverslip.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.coverslip.RefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrays exchanged with NumPy; literal bytes are those that NumPy 1.24 wrote. */
class NpyTest {

    @TempDir Path folder;

    @Test
    void readsWhatNumpyWrote() throws IOException {
        assertThat(read(1, "<f4", "False", "(2, 2)", "0000c03f000000c00000404000008040"))
                .isEqualTo(Tensor.of(new float[] {1.5f, -2, 3, 4}, 2, 2));
        assertThat(read(2, "<i8", "False", "()", "0700000000000000"))
                .isEqualTo(Tensor.of(new long[] {7}));
        assertThat(read(3, "|b1", "False", "(2,)", "0100"))
                .isEqualTo(Tensor.of(ElementType.BOOL, new byte[] {1, 0}, 2));
    }

    /** {@code asfortranarray([[1, 2, 3], [4, 5, 6]])} as big endian int16. */
    @Test
    void fortranOrderBecomesRowMajor() throws IOException {
        assertThat(read(1, ">i2", "True", "(2, 3)", "000100040002000500030006"))
                .isEqualTo(Tensor.of(ElementType.INT16, new short[] {1, 2, 3, 4, 5, 6}, 2, 3));
    }

    @Test
    void writesTheBytesOfNumpy() throws IOException {
        Path file = folder.resolve("new/x.npy");
        Npy.write(file, Tensor.of(new float[] {1.5f, -2, 3, 4}, 2, 2));
        byte[] bytes = Files.readAllBytes(file);
        assertThat(new String(bytes, 0, 70, StandardCharsets.ISO_8859_1))
                .isEqualTo(
                        "\u0093NUMPY\u0001\0v\0{'descr': '<f4', 'fortran_order': False, 'shape':"
                                + " (2, 2), } ");
        assertThat(HexFormat.of().formatHex(bytes, 128, 144))
                .isEqualTo("0000c03f000000c00000404000008040");
        assertThat(Files.list(file.getParent())).containsExactly(file);
    }

    @Test
    void everyTypeComesBackAsItWas() throws IOException {
        for (Tensor tensor :
                List.of(
                        Tensor.of(new float[300_000], 3, 100_000),
                        Tensor.of(new double[] {Math.PI, Double.NaN}, 1, 2),
                        Tensor.of(new int[] {Integer.MIN_VALUE}, 1),
                        Tensor.of(new long[] {Long.MAX_VALUE, -1}, 2),
                        Tensor.of(ElementType.UINT16, new short[] {-1}, 1, 1, 1),
                        Tensor.of(ElementType.UINT8, new byte[] {-1, 5}, 2),
                        Tensor.of(new float[0], 0, 4))) {
            Path file = folder.resolve("x.npy");
            Npy.write(file, tensor);
            assertThat(Npy.read(file)).isEqualTo(tensor);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "|O; False; (1,); pickled objects",
                "<c8; False; (1,); of type '<c8'",
                "<f4; False; (5,); takes 20 bytes and the file has 8",
                "<f4; False; (1,); takes 4 bytes and the file has 8",
                "<f4; False; (9000000000000000000, 9); the file has 8",
                "<f4; __import__('os'); (2,); header",
                "<f4; False; (-2, -1); header"
            })
    void refusesWhatIsNoPlainArray(String type, String order, String shape, String fault) {
        assertThatThrownBy(() -> read(1, type, order, shape, "0000000000000000"))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining(fault);
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Path text = Files.writeString(folder.resolve("text.npy"), "1,2,3");
        Path cut =
                Files.write(
                        folder.resolve("cut.npy"),
                        new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        for (Path file : List.of(text, cut, folder.resolve("missing.npy"))) {
            assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(RefusedException.class);
        }
    }

    private Tensor read(int version, String type, String order, String shape, String hex)
            throws IOException {
        String dict =
                "{'descr': '"
                        + type
                        + "', 'fortran_order': "
                        + order
                        + ", 'shape': "
                        + shape
                        + ", }\n";
        byte[] values = HexFormat.of().parseHex(hex);
        ByteBuffer b = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
        b.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
        if (version == 1) b.putShort((short) dict.length());
        else b.putInt(dict.length());
        b.put(dict.getBytes(StandardCharsets.US_ASCII)).put(values);
        byte[] bytes = new byte[b.position()];
        b.rewind().get(bytes);
        return Npy.read(Files.write(folder.resolve("in.npy"), bytes));
    }
}
