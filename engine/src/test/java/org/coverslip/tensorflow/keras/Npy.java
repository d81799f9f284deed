package org.coverslip.tensorflow.keras;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.coverslip.network.Tensor;

/** Reads the little-endian float32 arrays of the reference outputs. */
final class Npy {

    private static final Pattern SHAPE = Pattern.compile("'shape': \\(([^)]*)\\)");

    private Npy() {}

    static Tensor read(Path path) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        int header = bytes.getShort(8);
        String text = new String(bytes.array(), 10, header, StandardCharsets.ISO_8859_1);
        Matcher shape = SHAPE.matcher(text);
        if (!text.contains("'<f4'") || !shape.find()) throw new IOException(path + ": " + text);
        long[] sizes =
                Arrays.stream(shape.group(1).split(","))
                        .map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .mapToLong(Long::parseLong)
                        .toArray();
        float[] values = new float[(bytes.capacity() - 10 - header) / 4];
        bytes.position(10 + header)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return Tensor.of(values, sizes);
    }
}
