package org.coverslip.network;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.coverslip.RefusedException;

/**
 * Tensors as NumPy's {@code .npy} files (format 1.0, 2.0 and 3.0, NEP 1).
 *
 * <p>Read are bool, int8 to int64, uint8, uint16, float32 and float64 of both byte orders; arrays
 * in Fortran order are brought into row-major order. Anything else, pickled objects above all, is
 * refused. Written is format 1.0, little endian, row-major.
 */
public final class Npy {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int BLOCK = 1 << 20;
    private static final String REMEDY = "save it again with numpy.save";

    private Npy() {}

    /**
     * @throws RefusedException if the file is missing, no {@code .npy} file, of a type that is not
     *     read, or of another length than its header says
     */
    public static Tensor read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(file, "there is no such file", "check the path");
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            NpyHeader header = header(file, in);
            Type type = Type.of(header.descr());
            if (type == null) {
                String what =
                        header.descr().contains("O")
                                ? "it holds pickled objects, which are programs"
                                : "its numbers are of type '" + header.descr() + "'";
                throw new RefusedException(
                        file, what, "save it as float32: numpy.save(path, x.astype('float32'))");
            }
            long left = Files.size(file) - header.bytes();
            int size = size(file, header.shape(), type.element.bytes(), left);
            Object array = values(in, type, size);
            if (header.fortran()) array = rowMajor(array, header.shape());
            return tensor(type.element, array, header.shape());
        } catch (EOFException e) {
            throw new RefusedException(file, "the file ends too early", REMEDY, e);
        } catch (IOException e) {
            throw new RefusedException(file, "it cannot be read", "check that you may read it", e);
        }
    }

    /**
     * Writes to a temporary file beside the target and renames it when it is whole; missing folders
     * are made.
     *
     * @throws IllegalArgumentException if the tensor's type has no values
     */
    public static void write(Path file, Tensor tensor) throws IOException {
        Type type = Type.of(tensor.type());
        Path target = file.toAbsolutePath();
        Files.createDirectories(target.getParent());
        Path part = Files.createTempFile(target.getParent(), "." + target.getFileName(), ".part");
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
                out.write(header(type, tensor.shape()));
                write(out, tensor.array());
            }
            Files.move(
                    part,
                    target,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static NpyHeader header(Path file, DataInputStream in) throws IOException {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new RefusedException(file, "this is not a .npy file", REMEDY);
        }
        int major = in.readUnsignedByte();
        in.readUnsignedByte();
        if (major < 1 || major > 3) {
            throw new RefusedException(file, "its format is version " + major, REMEDY);
        }
        int width = major == 1 ? 2 : 4;
        byte[] count = new byte[4];
        in.readFully(count, 0, width);
        long length = ByteBuffer.wrap(count).order(ByteOrder.LITTLE_ENDIAN).getInt() & 0xffffffffL;
        if (length > LONGEST_HEADER) {
            throw new RefusedException(file, "its header claims " + length + " bytes", REMEDY);
        }
        byte[] text = new byte[(int) length];
        in.readFully(text);
        String header = new String(text, StandardCharsets.UTF_8);
        NpyHeader parsed = NpyHeader.parse(header, MAGIC.length + 2 + width + length);
        if (parsed != null) return parsed;
        throw new RefusedException(file, "its header is not that of an array", REMEDY);
    }

    private static int size(Path file, long[] shape, int bytes, long left) {
        double claimed = bytes;
        for (long n : shape) claimed *= n;
        if (claimed != left || claimed / bytes > Integer.MAX_VALUE - 8) {
            throw new RefusedException(
                    file,
                    String.format(
                            Locale.ROOT,
                            "shape %s takes %.0f bytes and the file has %d",
                            Arrays.toString(shape),
                            claimed,
                            left),
                    left > Integer.MAX_VALUE ? "split it" : REMEDY);
        }
        return (int) (left / bytes);
    }

    private static Object values(DataInputStream in, Type type, int n) throws IOException {
        int width = type.element.bytes();
        Object array =
                switch (type.element) {
                    case FLOAT32 -> new float[n];
                    case FLOAT64 -> new double[n];
                    case INT32 -> new int[n];
                    case INT64 -> new long[n];
                    case INT16, UINT16 -> new short[n];
                    default -> new byte[n];
                };
        byte[] block = new byte[Math.min(BLOCK, Math.multiplyExact(Math.max(n, 1), width))];
        for (int at = 0; at < n; ) {
            int count = Math.min(block.length / width, n - at);
            in.readFully(block, 0, count * width);
            ByteBuffer b = ByteBuffer.wrap(block).order(type.order);
            if (array instanceof float[] a) b.asFloatBuffer().get(a, at, count);
            else if (array instanceof double[] a) b.asDoubleBuffer().get(a, at, count);
            else if (array instanceof int[] a) b.asIntBuffer().get(a, at, count);
            else if (array instanceof long[] a) b.asLongBuffer().get(a, at, count);
            else if (array instanceof short[] a) b.asShortBuffer().get(a, at, count);
            else b.get((byte[]) array, at, count);
            at += count;
        }
        return array;
    }

    private static void write(OutputStream out, Object array) throws IOException {
        if (array instanceof byte[] bytes) {
            out.write(bytes);
            return;
        }
        int n = Array.getLength(array);
        ByteBuffer b = ByteBuffer.allocate(BLOCK).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            if (b.remaining() < 8) flush(out, b);
            if (array instanceof float[] a) b.putFloat(a[i]);
            else if (array instanceof double[] a) b.putDouble(a[i]);
            else if (array instanceof int[] a) b.putInt(a[i]);
            else if (array instanceof long[] a) b.putLong(a[i]);
            else b.putShort(((short[]) array)[i]);
        }
        flush(out, b);
    }

    private static void flush(OutputStream out, ByteBuffer b) throws IOException {
        out.write(b.array(), 0, b.position());
        b.clear();
    }

    private static byte[] header(Type type, long[] shape) {
        String sizes = LongStream.of(shape).mapToObj(n -> n + ",").collect(Collectors.joining(" "));
        // NB: Python writes (5,) for one axis and (5, 6) for several.
        if (shape.length > 1) sizes = sizes.substring(0, sizes.length() - 1);
        String dict =
                "{'descr': '"
                        + type.code
                        + "', 'fortran_order': False, 'shape': ("
                        + sizes
                        + "), }";
        int unpadded = MAGIC.length + 4 + dict.length() + 1;
        String padded = dict + " ".repeat((64 - unpadded % 64) % 64) + "\n";
        ByteBuffer b = ByteBuffer.allocate(MAGIC.length + 4 + padded.length());
        b.order(ByteOrder.LITTLE_ENDIAN).put(MAGIC).put((byte) 1).put((byte) 0);
        b.putShort((short) padded.length());
        return b.put(padded.getBytes(StandardCharsets.US_ASCII)).array();
    }

    private static Object rowMajor(Object columnMajor, long[] shape) {
        int n = Array.getLength(columnMajor);
        Class<?> component = columnMajor.getClass().getComponentType();
        Object out = Array.newInstance(component, n);
        long[] position = new long[shape.length];
        long[] step = new long[shape.length];
        for (int axis = 0; axis < shape.length; axis++) {
            step[axis] = axis == 0 ? 1 : step[axis - 1] * shape[axis - 1];
        }
        int from = 0;
        for (int i = 0; i < n; i++) {
            System.arraycopy(columnMajor, from, out, i, 1);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from += (int) step[axis];
                if (++position[axis] < shape[axis]) break;
                from -= (int) (step[axis] * shape[axis]);
                position[axis] = 0;
            }
        }
        return out;
    }

    private static Tensor tensor(ElementType type, Object array, long[] shape) {
        if (array instanceof float[] a) return Tensor.of(a, shape);
        if (array instanceof double[] a) return Tensor.of(a, shape);
        if (array instanceof int[] a) return Tensor.of(a, shape);
        if (array instanceof long[] a) return Tensor.of(a, shape);
        if (array instanceof short[] a) return Tensor.of(type, a, shape);
        return Tensor.of(type, (byte[]) array, shape);
    }

    private record Type(ElementType element, ByteOrder order, String code) {

        static Type of(String descr) {
            if (descr.length() != 3) return null;
            ByteOrder order =
                    switch (descr.charAt(0)) {
                        case '<', '|' -> ByteOrder.LITTLE_ENDIAN;
                        case '>' -> ByteOrder.BIG_ENDIAN;
                        case '=' -> ByteOrder.nativeOrder();
                        default -> null;
                    };
            ElementType element =
                    switch (descr.substring(1)) {
                        case "f4" -> ElementType.FLOAT32;
                        case "f8" -> ElementType.FLOAT64;
                        case "u1" -> ElementType.UINT8;
                        case "i1" -> ElementType.INT8;
                        case "u2" -> ElementType.UINT16;
                        case "i2" -> ElementType.INT16;
                        case "i4" -> ElementType.INT32;
                        case "i8" -> ElementType.INT64;
                        case "b1" -> ElementType.BOOL;
                        default -> null;
                    };
            return order == null || element == null ? null : new Type(element, order, descr);
        }

        static Type of(ElementType element) {
            String code =
                    switch (element) {
                        case FLOAT32 -> "<f4";
                        case FLOAT64 -> "<f8";
                        case UINT8 -> "|u1";
                        case INT8 -> "|i1";
                        case UINT16 -> "<u2";
                        case INT16 -> "<i2";
                        case INT32 -> "<i4";
                        case INT64 -> "<i8";
                        case BOOL -> "|b1";
                        case UNSUPPORTED -> throw new IllegalArgumentException("no values");
                    };
            return new Type(element, ByteOrder.LITTLE_ENDIAN, code);
        }
    }
}
