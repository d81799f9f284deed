package org.coverslip.updatesite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;
import org.coverslip.RefusedException;

/**
 * Writes a site: a folder that any web server can serve. The same shipment, time and earlier
 * database give the same bytes.
 */
public final class SiteBuilder {

    private final Shipment shipment;
    private final long timestamp;
    private Database earlier = Database.EMPTY;

    /**
     * @param timestamp of the release, as the number YYYYMMDDhhmmss
     */
    public SiteBuilder(Shipment shipment, long timestamp) {
        Entries.checkTimestamp(timestamp);
        this.shipment = shipment;
        this.timestamp = timestamp;
    }

    /**
     * Continues from what was released before: what did not change keeps its time, and what did is
     * remembered, so that updaters replace it.
     *
     * @param database the {@code db.xml.gz} of the site as it is served now
     */
    public SiteBuilder after(Path database) {
        try (InputStream in = Files.newInputStream(database)) {
            earlier = DatabaseReader.read(database.toString(), in);
        } catch (IOException e) {
            throw new RefusedException(
                    database, "the earlier database cannot be read", "check its path", e);
        }
        return this;
    }

    /**
     * Writes the site. Files that are there already stay; the database comes last, so that no
     * updater sees a file listed that is not there.
     *
     * @throws RefusedException if nothing can be released like this
     */
    public void write(Path folder) throws IOException {
        Map<SitePath, Version> offered = new TreeMap<>();
        for (var file : shipment.files().entrySet())
            offered.put(
                    file.getKey(),
                    new Version(
                            timestamp,
                            Checksum.of(file.getKey(), file.getValue()),
                            Files.size(file.getValue())));
        Database database = earlier.next(offered, timestamp);
        for (ListedFile file : database.offered().toList())
            copy(
                    shipment.files().get(file.path()),
                    folder.resolve(file.path().served(file.current().get().timestamp())));
        Path whole = folder.resolve(Database.NAME);
        Path part = folder.resolve(Database.NAME + ".part");
        try (OutputStream out = Files.newOutputStream(part)) {
            DatabaseWriter.write(database, out);
        }
        Files.move(
                part, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void copy(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        Files.copy(source, target, StandardCopyOption.REPLACE_EXISTING);
    }
}
