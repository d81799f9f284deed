package org.coverslip.train.loop;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.coverslip.network.ElementType;
import org.coverslip.network.Tensor;

/** Named tensors as bytes: the exact bits, in name order. */
final class TensorStream {

    private static final int MOST_TENSORS = 1_000_000;
    private static final int MOST_AXES = 16;

    private TensorStream() {}

    static void write(DataOutputStream out, Map<String, Tensor> tensors) throws IOException {
        out.writeInt(tensors.size());
        for (var entry : new TreeMap<>(tensors).entrySet()) {
            Tensor t = entry.getValue();
            out.writeUTF(entry.getKey());
            out.writeUTF(t.type().name());
            out.writeInt(t.rank());
            for (long n : t.shape()) out.writeLong(n);
            out.write(bytes(t));
        }
    }

    static Map<String, Tensor> read(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST_TENSORS) throw new IOException(count + " tensors");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) tensors.put(in.readUTF(), tensor(in));
        return tensors;
    }

    private static Tensor tensor(DataInputStream in) throws IOException {
        ElementType type = ElementType.valueOf(in.readUTF());
        int rank = in.readInt();
        if (rank < 0 || rank > MOST_AXES) throw new IOException(rank + " axes");
        long[] shape = new long[rank];
        long size = type.bytes();
        for (int i = 0; i < rank; i++) {
            shape[i] = in.readLong();
            if (shape[i] < 0) throw new IOException("extent " + shape[i]);
            size = Math.multiplyExact(size, shape[i]);
        }
        // NB: readNBytes grows as bytes arrive; a wrong size cannot ask for memory that no file
        // fills.
        byte[] bytes = in.readNBytes(Math.toIntExact(size));
        if (bytes.length != size) throw new IOException("it ends in the middle of a tensor");
        return tensor(type, ByteBuffer.wrap(bytes), shape);
    }

    private static byte[] bytes(Tensor t) {
        ByteBuffer b = ByteBuffer.allocate(Math.multiplyExact(t.size(), t.type().bytes()));
        switch (t.type()) {
            case FLOAT32 -> b.asFloatBuffer().put((float[]) t.array());
            case FLOAT64 -> b.asDoubleBuffer().put((double[]) t.array());
            case INT32 -> b.asIntBuffer().put((int[]) t.array());
            case INT64 -> b.asLongBuffer().put((long[]) t.array());
            case UINT16, INT16 -> b.asShortBuffer().put((short[]) t.array());
            case UINT8, INT8, BOOL -> b.put((byte[]) t.array());
            case UNSUPPORTED -> throw new IllegalArgumentException("no values");
        }
        return b.array();
    }

    private static Tensor tensor(ElementType type, ByteBuffer b, long[] shape) throws IOException {
        int n = b.remaining() / type.bytes();
        switch (type) {
            case FLOAT32 -> {
                float[] v = new float[n];
                b.asFloatBuffer().get(v);
                return Tensor.of(v, shape);
            }
            case FLOAT64 -> {
                double[] v = new double[n];
                b.asDoubleBuffer().get(v);
                return Tensor.of(v, shape);
            }
            case INT32 -> {
                int[] v = new int[n];
                b.asIntBuffer().get(v);
                return Tensor.of(v, shape);
            }
            case INT64 -> {
                long[] v = new long[n];
                b.asLongBuffer().get(v);
                return Tensor.of(v, shape);
            }
            case UINT16, INT16 -> {
                short[] v = new short[n];
                b.asShortBuffer().get(v);
                return Tensor.of(type, v, shape);
            }
            case UINT8, INT8, BOOL -> {
                return Tensor.of(type, b.array(), shape);
            }
            default -> throw new IOException("type " + type);
        }
    }
}
