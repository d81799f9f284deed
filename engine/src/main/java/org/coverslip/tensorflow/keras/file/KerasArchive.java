package org.coverslip.tensorflow.keras.file;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.coverslip.tensorflow.keras.config.Fault;

/**
 * The three members of a {@code .keras} archive, unpacked in memory. Nothing is written to disk,
 * and a member that unpacks to far more than was packed is refused.
 *
 * @param config architecture, JSON
 * @param metadata versions, JSON; {@code {}} if absent
 * @param weights an HDF5 file
 */
record KerasArchive(String config, String metadata, byte[] weights) {

    private static final int MOST_MEMBERS = 10_000;
    private static final long LARGEST_JSON = 64L << 20;
    private static final long LARGEST_WEIGHTS = Integer.MAX_VALUE - 64;
    // Keras stores its members as they are; float weights deflate by a tenth, zeros by a thousand.
    private static final long STRONGEST_COMPRESSION = 50;
    private static final long ALWAYS_ALLOWED = 1 << 20;

    static KerasArchive read(Path path) throws IOException {
        try (ZipFile zip = new ZipFile(path.toFile())) {
            requireHarmless(zip);
            ZipEntry config = zip.getEntry("config.json");
            ZipEntry weights = zip.getEntry("model.weights.h5");
            ZipEntry metadata = zip.getEntry("metadata.json");
            if (config == null) {
                throw new Fault(
                        "the archive holds no config.json, so its architecture is unknown",
                        "save the model again as .keras, or give another file");
            }
            if (weights == null) {
                throw new Fault("the archive holds no model.weights.h5", Fault.SAVE_AGAIN);
            }
            return new KerasArchive(
                    text(zip, config),
                    metadata == null ? "{}" : text(zip, metadata),
                    unpack(zip, weights, LARGEST_WEIGHTS));
        } catch (ZipException e) {
            throw new Fault("the archive is cut off or damaged", "copy or download it again", e);
        }
    }

    private static void requireHarmless(ZipFile zip) {
        if (zip.size() > MOST_MEMBERS) {
            throw new Fault(
                    "the archive holds " + zip.size() + " members where three belong",
                    Fault.SAVE_AGAIN);
        }
        zip.stream().map(ZipEntry::getName).forEach(KerasArchive::requireInside);
    }

    private static void requireInside(String name) {
        String path = name.replace('\\', '/');
        if (path.startsWith("/") || path.contains(":") || ("/" + path + "/").contains("/../")) {
            throw new Fault(
                    "the archive holds " + Fault.quote(name) + ", a path that leaves its folder",
                    "do not trust this file; get the model from its authors");
        }
    }

    private static String text(ZipFile zip, ZipEntry entry) throws IOException {
        return new String(unpack(zip, entry, LARGEST_JSON), StandardCharsets.UTF_8);
    }

    private static byte[] unpack(ZipFile zip, ZipEntry entry, long largest) throws IOException {
        long packed = Math.max(0, entry.getCompressedSize());
        boolean small = Math.max(packed, entry.getSize()) <= largest;
        if (entry.getMethod() == ZipEntry.STORED && small) return stored(zip, entry);
        long most = Math.min(largest, Math.max(ALWAYS_ALLOWED, packed * STRONGEST_COMPRESSION));
        // NB: grows with what arrives; the size that the header claims is not believed.
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(packed + 1, most));
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (bytes.size() + (long) n > most) {
                    throw new Fault(
                            "its " + entry.getName() + " unpacks to more than " + most + " bytes",
                            "do not trust this file; get the model from its authors");
                }
                bytes.write(buffer, 0, n);
            }
        } catch (java.io.EOFException e) {
            throw new Fault("the archive is cut off", "copy or download it again", e);
        }
        return bytes.toByteArray();
    }

    /** A member that is stored as it is, without a second copy in memory. */
    private static byte[] stored(ZipFile zip, ZipEntry entry) throws IOException {
        if (entry.getSize() > new java.io.File(zip.getName()).length()) {
            throw new ZipException("member larger than the archive");
        }
        byte[] bytes = new byte[(int) entry.getSize()];
        try (InputStream in = zip.getInputStream(entry)) {
            if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                throw new ZipException("member is cut off");
            }
        }
        return bytes;
    }
}
