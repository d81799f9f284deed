package org.coverslip.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.coverslip.report.WholeFile;

/** Packs a bundle's folder into a zip: the same network is the same bytes. */
final class BundleZip {

    private static final LocalDateTime EPOCH = LocalDateTime.of(1980, 1, 1, 0, 0);

    private BundleZip() {}

    /** NB: files in name order, without times of their own. */
    static void write(Path folder, Path zip) {
        WholeFile.write(
                zip,
                out -> {
                    ZipOutputStream packed = new ZipOutputStream(out);
                    List<Path> files;
                    try (var content = Files.list(folder)) {
                        files = content.sorted(Comparator.naturalOrder()).toList();
                    }
                    for (Path file : files) {
                        ZipEntry entry = new ZipEntry(file.getFileName().toString());
                        entry.setTimeLocal(EPOCH);
                        packed.putNextEntry(entry);
                        Files.copy(file, packed);
                        packed.closeEntry();
                    }
                    packed.finish();
                });
    }
}
