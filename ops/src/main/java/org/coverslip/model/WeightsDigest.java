package org.coverslip.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.coverslip.RefusedException;

/**
 * SHA-256 of a SavedModel, computed when first asked for. Over {@code saved_model.pb} (or {@code
 * .pbtxt}) and every file below {@code variables} and {@code assets}, in the order of their
 * relative names with {@code /}: the name in UTF-8, a zero byte, the length as eight bytes
 * big-endian, the content. Other files beside them do not count.
 */
public final class WeightsDigest {

    private final Path savedModel;
    private String hex;

    public WeightsDigest(Path savedModel) {
        this.savedModel = savedModel;
    }

    /**
     * @return 64 lower-case hex digits
     * @throws RefusedException if a file cannot be read
     */
    public synchronized String get() {
        if (hex == null) {
            try {
                hex = compute();
            } catch (IOException e) {
                throw new RefusedException(
                        savedModel,
                        "its files cannot be read (" + e.getMessage() + ")",
                        "check that the folder is complete and readable",
                        e);
            }
        }
        return hex;
    }

    /** The files of a SavedModel that are part of it, by relative name with {@code /}, sorted. */
    public static List<String> files(Path savedModel) throws IOException {
        try (Stream<Path> all = Files.walk(savedModel, FileVisitOption.FOLLOW_LINKS)) {
            return all.filter(Files::isRegularFile)
                    .map(p -> savedModel.relativize(p).toString().replace('\\', '/'))
                    .filter(WeightsDigest::belongs)
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            // NB: a link that leads back to a folder above shows up only while walking.
            throw e.getCause();
        }
    }

    private static boolean belongs(String name) {
        return name.equals("saved_model.pb")
                || name.equals("saved_model.pbtxt")
                || name.startsWith("variables/")
                || name.startsWith("assets/");
    }

    private String compute() throws IOException {
        MessageDigest digest = sha256();
        for (String name : files(savedModel)) {
            Path file = savedModel.resolve(name);
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
            long length = Files.size(file);
            for (int shift = 56; shift >= 0; shift -= 8) digest.update((byte) (length >> shift));
            update(digest, file);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** SHA-256 of one file, lower-case hex. */
    public static String ofFile(Path file) throws IOException {
        MessageDigest digest = sha256();
        update(digest, file);
        return HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, Path file) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = Files.newInputStream(file)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) digest.update(buffer, 0, n);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
