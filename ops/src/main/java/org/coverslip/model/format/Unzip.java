package org.coverslip.model.format;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.coverslip.RefusedException;

/**
 * Unpacks zips that nobody vouches for. Refused are names that lead outside the target, names that
 * stand twice, more than {@value #MAX_ENTRIES} entries, and more than 8 GiB of content (counted
 * while unpacking, since a header may lie). Links inside a zip become plain files.
 */
final class Unzip {

    static final int MAX_ENTRIES = 10_000;
    static final long MAX_BYTES = 8L << 30;

    private final Path zip;

    Unzip(Path zip) {
        this.zip = zip;
    }

    /** Whether a file starts as zips do. */
    static boolean looksLikeZip(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(4);
            return head.length == 4 && head[0] == 'P' && head[1] == 'K' && head[2] == 3;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The names of all files inside, in their order.
     *
     * @throws RefusedException if the zip is damaged or hostile
     */
    List<String> names() {
        try (ZipFile file = new ZipFile(zip.toFile())) {
            return names(file);
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private List<String> names(ZipFile file) {
        if (file.size() > MAX_ENTRIES) {
            throw new RefusedException(
                    zip, "the zip has " + file.size() + " entries", "use at most " + MAX_ENTRIES);
        }
        List<String> names = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (ZipEntry entry : Collections.list(file.entries())) {
            String name = entry.getName();
            if (!RelativeName.isSafe(name)) {
                throw new RefusedException(
                        zip,
                        "the zip entry " + name + " leads outside the folder it is unpacked into",
                        "do not use this file");
            }
            if (!seen.add(name)) {
                throw new RefusedException(
                        zip, "the zip entry " + name + " stands in it twice", "repack the zip");
            }
            if (!entry.isDirectory() && !name.startsWith("__MACOSX/")) names.add(name);
        }
        return names;
    }

    /**
     * Unpacks the files whose names are wanted.
     *
     * @throws RefusedException if the zip is damaged or hostile, or the disk is full
     */
    void extract(Predicate<String> wanted, Path folder) {
        Path target = folder.toAbsolutePath().normalize();
        try (ZipFile file = new ZipFile(zip.toFile())) {
            long left = MAX_BYTES;
            byte[] buffer = new byte[1 << 16];
            for (String name : names(file)) {
                if (!wanted.test(name)) continue;
                Path to = target.resolve(name).normalize();
                if (!to.startsWith(target)) throw new IOException(name);
                if (Files.exists(to)) continue;
                Files.createDirectories(to.getParent());
                try (InputStream in = file.getInputStream(file.getEntry(name));
                        OutputStream out = Files.newOutputStream(to)) {
                    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                        left -= n;
                        if (left < 0) {
                            throw new RefusedException(
                                    zip,
                                    "the zip holds more than " + (MAX_BYTES >> 30) + " GiB",
                                    "unpack it yourself if you trust it, and give the folder");
                        }
                        out.write(buffer, 0, n);
                    }
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private RefusedException damaged(Exception e) {
        return new RefusedException(
                zip,
                "the zip cannot be unpacked (" + e.getMessage() + ")",
                "download or copy it again, and check the free space",
                e);
    }
}
