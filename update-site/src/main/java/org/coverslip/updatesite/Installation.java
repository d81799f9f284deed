package org.coverslip.updatesite;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.coverslip.RefusedException;
import org.scijava.util.FileUtils;

/**
 * An ImageJ folder into which a site is installed without Fiji's updater, for example on a cluster.
 * The rules are the updater's: what is missing is installed, what an earlier release brought is
 * replaced or removed, what the user has changed is left alone.
 */
public final class Installation {

    private static final int PATIENCE_MS = 60_000;

    private final Path root;
    private final SitePlatform platform;

    /**
     * @param root the ImageJ folder; may be empty
     * @param platform whose natives are installed
     */
    public Installation(Path root, SitePlatform platform) {
        this.root = root;
        this.platform = platform;
    }

    /**
     * What an update did, by the names of the files.
     *
     * @param installed were missing
     * @param updated were replaced
     * @param removed are no longer part of the site
     * @param kept were left alone because the user has changed them
     */
    public record Outcome(
            List<String> installed,
            List<String> updated,
            List<String> removed,
            List<String> kept) {}

    /**
     * Installs or updates. Every file is downloaded whole and checked before it takes its place.
     *
     * @param site its address, ending in a slash
     * @throws RefusedException if there is no site, or a file is not what its database says
     */
    public Outcome update(URI site) {
        Database database;
        try (InputStream in = open(site.resolve(Database.NAME))) {
            database = DatabaseReader.read(site.toString(), in);
        } catch (IOException e) {
            throw new RefusedException(
                    site, "there is no update site (" + e + ")", "check the address", e);
        }
        Outcome outcome =
                new Outcome(
                        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (ListedFile file : database.files())
            if (file.isFor(platform)) {
                try {
                    update(site, file, outcome);
                } catch (IOException e) {
                    throw new RefusedException(
                            file.path(),
                            "it cannot be installed (" + e + ")",
                            "try again, and check that " + root + " can be written",
                            e);
                }
            }
        return outcome;
    }

    private void update(URI site, ListedFile file, Outcome outcome) throws IOException {
        List<Path> locals = releases(file.path());
        String name = file.path().text();
        if (file.current().isEmpty()) {
            for (Path local : locals)
                if (file.knows(Checksum.of(relative(local), local))) {
                    Files.delete(local);
                    outcome.removed().add(name);
                } else outcome.kept().add(name);
            return;
        }
        Version version = file.current().get();
        List<Path> obsolete = new ArrayList<>();
        for (Path local : locals) {
            String checksum = Checksum.of(relative(local), local);
            if (checksum.equals(version.checksum())) return;
            if (!file.knows(checksum)) {
                outcome.kept().add(name);
                return;
            }
            obsolete.add(local);
        }
        download(site, file.path(), version);
        for (Path local : obsolete)
            if (!local.equals(root.resolve(name))) Files.deleteIfExists(local);
        (obsolete.isEmpty() ? outcome.installed() : outcome.updated()).add(name);
    }

    /** The files in the same folder that differ by nothing but their version. */
    private List<Path> releases(SitePath path) throws IOException {
        Path folder = root.resolve(path.text()).getParent();
        if (!Files.isDirectory(folder)) return List.of();
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .filter(f -> unversioned(f).equals(path.unversioned()))
                    .sorted()
                    .toList();
        }
    }

    private String unversioned(Path file) {
        return FileUtils.stripFilenameVersion(slashes(file));
    }

    private SitePath relative(Path file) {
        return new SitePath(slashes(file));
    }

    private String slashes(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private void download(URI site, SitePath path, Version version) throws IOException {
        Path target = root.resolve(path.text());
        Files.createDirectories(target.getParent());
        Path part = Files.createTempFile(target.getParent(), ".download", ".part");
        try {
            try (InputStream in = open(site.resolve(encoded(path.served(version.timestamp()))));
                    var out = Files.newOutputStream(part)) {
                // NB: one byte more than promised is enough to know that it is another file.
                byte[] buffer = new byte[1 << 16];
                long left = version.size() + 1;
                for (int n; left > 0; left -= n) {
                    n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                    if (n < 0) break;
                    out.write(buffer, 0, n);
                }
            }
            if (Files.size(part) != version.size()
                    || !Checksum.of(path, part).equals(version.checksum()))
                throw new RefusedException(
                        path,
                        "what " + site + " sent is not what its database promises",
                        "try again later, or tell those who run the site");
            Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static URI encoded(String path) {
        return URI.create(path.replace(" ", "%20"));
    }

    private static InputStream open(URI address) throws IOException {
        URLConnection connection = address.toURL().openConnection();
        connection.setConnectTimeout(PATIENCE_MS);
        connection.setReadTimeout(PATIENCE_MS);
        connection.setUseCaches(false);
        return connection.getInputStream();
    }
}
