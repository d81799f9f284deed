package org.coverslip.updatesite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The updater's checksum of a file: SHA-1 in lower-case hexadecimal. For a jar it is that of its
 * entries, so that a rebuilt jar with the same content is the same file; for anything else that of
 * its path, then its bytes. The rules are those of UpdaterUtil.getDigest in imagej-updater 2.0.1.
 */
final class Checksum {

    private Checksum() {}

    /**
     * @param path where the file lies below the ImageJ folder
     * @param file its content
     * @throws IOException if it cannot be read, or is named as a jar and is none
     */
    static String of(SitePath path, Path file) throws IOException {
        MessageDigest sha1 = sha1();
        OutputStream into = new DigestOutputStream(OutputStream.nullOutputStream(), sha1);
        if (path.isJar()) jar(file, into);
        else {
            into.write(ascii(path.text()));
            Files.copy(file, into);
        }
        return HexFormat.of().formatHex(sha1.digest());
    }

    private static void jar(Path file, OutputStream into) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            List<ZipEntry> entries =
                    zip.stream()
                            .<ZipEntry>map(e -> e)
                            .sorted(Comparator.comparing(ZipEntry::getName))
                            .toList();
            for (ZipEntry entry : entries) {
                into.write(ascii(entry.getName()));
                // NB: the manifest names who built the jar and when; the updater keeps nothing of
                // it, not even Main-Class (its test for that line can never be true).
                if (entry.getName().equals("META-INF/MANIFEST.MF")) continue;
                try (InputStream content = zip.getInputStream(entry)) {
                    if (entry.getName().endsWith(".properties")) withoutComments(content, into);
                    else content.transferTo(into);
                }
            }
        }
    }

    // NB: Maven writes the time of the build into a comment of pom.properties. A comment becomes
    // its
    // line end; as in SkipHashedLines of imagej-updater, a line after an empty one (or after a bare
    // #) is never taken for a comment.
    private static void withoutComments(InputStream content, OutputStream into) throws IOException {
        byte[] bytes = content.readAllBytes();
        ByteArrayOutputStream kept = new ByteArrayOutputStream(bytes.length);
        boolean atStart = true;
        for (int i = 0; i < bytes.length; i++) {
            boolean bare = true;
            if (atStart && bytes[i] == '#') {
                while (i < bytes.length && bytes[i] == '#') i++;
                bare = i < bytes.length && bytes[i] == '\n';
                while (i < bytes.length && bytes[i] != '\n') i++;
                if (i == bytes.length) break;
            }
            kept.write(bytes[i]);
            atStart = bytes[i] == '\n' && !(atStart && bare);
        }
        kept.writeTo(into);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
