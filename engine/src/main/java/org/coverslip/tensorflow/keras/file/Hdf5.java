package org.coverslip.tensorflow.keras.file;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.coverslip.tensorflow.keras.config.Fault;

/**
 * An HDF5 file that nobody vouches for: whatever its inner structure breaks becomes a {@link
 * Fault}, links out of the file are not followed, and no header is believed beyond the file's size.
 */
final class Hdf5 implements AutoCloseable {

    private static final int LONGEST_TEXT = 64 << 20;

    private final HdfFile file;
    private final long bytes;

    private Hdf5(HdfFile file, long bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /**
     * NB: mapped as a whole, because a slice of a map is checked against its end, while jhdf
     * allocates whatever a header claims before it reads from a path (1 GB out of a 20 kB file).
     */
    static Hdf5 open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path)) {
            long bytes = channel.size();
            if (bytes > Integer.MAX_VALUE) return new Hdf5(guard(() -> new HdfFile(path)), bytes);
            return of(channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes));
        }
    }

    static Hdf5 of(ByteBuffer content) {
        long bytes = content.remaining();
        return new Hdf5(guard(() -> HdfFile.fromByteBuffer(content)), bytes);
    }

    Group root() {
        return file;
    }

    /** A group below another, by its path with slashes; empty if there is none. */
    static Optional<Group> group(Group parent, String path) {
        Optional<Group> at = Optional.of(parent);
        for (String part : path.split("/")) {
            at =
                    at.flatMap(g -> child(g, part))
                            .filter(Group.class::isInstance)
                            .map(Group.class::cast);
        }
        return at;
    }

    /** An array below a group, by its path with slashes; empty if there is none. */
    Optional<StoredArray> array(Group parent, String path) {
        int last = path.lastIndexOf('/');
        Optional<Group> group =
                last < 0 ? Optional.of(parent) : group(parent, path.substring(0, last));
        return group.flatMap(g -> child(g, path.substring(last + 1)))
                .filter(Dataset.class::isInstance)
                .map(d -> guard(() -> StoredArray.of(path, (Dataset) d, bytes)));
    }

    static boolean has(Group group, String attribute) {
        return guard(() -> group.getAttributes().containsKey(attribute));
    }

    /** An attribute that is one text; empty if it is absent. */
    static Optional<String> text(Group group, String attribute) {
        List<String> all = texts(group, attribute);
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /**
     * An attribute that is a list of texts. Keras splits long lists into {@code name0}, {@code
     * name1}, ...; those are joined. Empty if it is absent.
     */
    static List<String> names(Group group, String attribute) {
        if (has(group, attribute)) return texts(group, attribute);
        List<String> all = new ArrayList<>();
        for (int i = 0; has(group, attribute + i); i++) all.addAll(texts(group, attribute + i));
        return all;
    }

    private static List<String> texts(Group group, String attribute) {
        return guard(
                () -> {
                    Attribute a = group.getAttributes().get(attribute);
                    if (a == null || a.isEmpty() || a.getSize() == 0) return List.of();
                    if (a.getSizeInBytes() > LONGEST_TEXT) {
                        throw damaged("attribute " + attribute + " is endless", null);
                    }
                    Object data = a.getData();
                    if (data instanceof String s) return List.of(s);
                    if (data instanceof String[] s) return List.of(s);
                    if (data instanceof byte[] utf8) {
                        return List.of(new String(utf8, java.nio.charset.StandardCharsets.UTF_8));
                    }
                    throw damaged("attribute " + attribute + " is not text", null);
                });
    }

    private static Optional<Node> child(Group parent, String name) {
        return guard(
                () -> {
                    Node node = parent.getChild(name);
                    // NB: Keras writes no links, and one may lead to any file of this machine.
                    if (node instanceof Link) {
                        throw damaged("it holds a link, " + Fault.quote(name), null);
                    }
                    return Optional.ofNullable(node);
                });
    }

    /** Runs a piece of HDF5 reading; what goes wrong in it is the file's fault. */
    static <T> T guard(Supplier<T> read) {
        try {
            return read.get();
        } catch (Fault f) {
            throw f;
        } catch (RuntimeException | StackOverflowError | InternalError e) {
            throw damaged("its HDF5 structure cannot be read", e);
        }
    }

    private static Fault damaged(String what, Throwable cause) {
        return new Fault(
                "the file is cut off or damaged (" + what + ")",
                "copy or download it again",
                cause);
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (RuntimeException e) {
            // NB: nothing was written; what was read is checked on its own.
        }
    }
}
