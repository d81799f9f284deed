package org.coverslip.tensorflow.keras.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.coverslip.tensorflow.keras.config.Fault;

/** What a file is by its first bytes; names lie. */
enum FileKind {
    HDF5,
    ZIP;

    private static final byte[] HDF5_MARK = {(byte) 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n'};
    private static final byte[] ZIP_MARK = {'P', 'K'};
    private static final String NOT_KERAS = "give a Keras model file (.h5, .hdf5 or .keras)";

    static FileKind of(Path path) throws IOException {
        if (!Files.exists(path)) throw new Fault("there is no such file", "check the path");
        if (Files.isDirectory(path)) throw new Fault("this is a folder", NOT_KERAS);
        if (Files.size(path) == 0) {
            throw new Fault("the file is empty", "copy or download it again");
        }
        byte[] start;
        try (InputStream in = Files.newInputStream(path)) {
            start = in.readNBytes(512);
        }
        if (starts(start, ZIP_MARK)) return ZIP;
        if (isHdf5(path)) return HDF5;
        String text = new String(start, StandardCharsets.ISO_8859_1).stripLeading();
        if (text.startsWith("version https://git-lfs")) {
            throw new Fault("this is a Git LFS pointer, not the model", "run git lfs pull");
        }
        if (text.startsWith("<")) {
            throw new Fault(
                    "this is a web page, not a model", "download the file itself, not its page");
        }
        if (text.chars().allMatch(c -> c >= ' ' || c == '\n' || c == '\r' || c == '\t')) {
            throw new Fault("this is a text file, not a Keras model", NOT_KERAS);
        }
        throw new Fault("this is neither HDF5 nor a zip archive", NOT_KERAS);
    }

    /** The HDF5 signature stands at 0, or at 512, 1024, 2048, ... behind a user block. */
    private static boolean isHdf5(Path path) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(path)) {
            for (long at = 0; at < channel.size(); at = at == 0 ? 512 : 2 * at) {
                ByteBuffer mark = ByteBuffer.allocate(HDF5_MARK.length);
                channel.position(at).read(mark);
                if (starts(mark.array(), HDF5_MARK)) return true;
            }
        }
        return false;
    }

    private static boolean starts(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length
                && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }
}
