package org.coverslip.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.coverslip.RefusedException;

/**
 * Models that come with Coverslip and are opened by a name in place of a path: {@code
 * model=tissue}.
 */
public final class Shipped {

    /**
     * A classifier of normal tissue, stroma and tumour on synthetic slides, 0.5 um per pixel; for
     * demonstration and tests only.
     */
    public static final String TISSUE = "tissue";

    /**
     * Outlines nuclei on synthetic slides, 0.5 um per pixel; for demonstration and tests only. Made
     * by {@code make-nuclei-network}.
     */
    public static final String NUCLEI = "nuclei";

    /**
     * A detector of nuclei on synthetic slides, 0.5 um per pixel; for demonstration and tests only.
     */
    public static final String NUCLEI_BOXES = "nuclei-boxes";

    private Shipped() {}

    /** All names. */
    public static List<String> names() {
        return List.of(TISSUE, NUCLEI, NUCLEI_BOXES);
    }

    /**
     * The bundle behind a name, unpacked for this JVM and deleted when it ends.
     *
     * @param name as a user wrote it, without any folder
     * @return empty if nothing of this name ships
     * @throws RefusedException if there is no room to unpack it
     */
    public static Optional<Path> find(Path name) {
        if (!names().contains(name.toString())) return Optional.empty();
        return Optional.of(Unpacked.file(name.toString()));
    }

    /** Unpacked once, when first asked for. */
    private static final class Unpacked {

        private static final Map<String, Path> FILES = new HashMap<>();

        static synchronized Path file(String name) {
            Path known = FILES.get(name);
            if (known == null || !Files.exists(known)) FILES.put(name, known = unpack(name));
            return known;
        }

        private static Path unpack(String name) {
            Path file = TemporaryFolder.create().path().resolve(name + ".zip");
            try (InputStream in = Shipped.class.getResourceAsStream(name + ".zip")) {
                if (in == null) throw new IllegalStateException(name + " is not in this build");
                Files.copy(in, file);
                return file;
            } catch (IOException e) {
                throw new RefusedException(
                        file, "there is no room to unpack a model there", "free some space", e);
            }
        }
    }
}
