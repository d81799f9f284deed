package org.coverslip.updatesite;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.coverslip.RefusedException;

/**
 * What a site offers and offered: the content of {@code db.xml.gz}.
 *
 * @param files in the order of their names, no two releases of one thing
 */
record Database(List<ListedFile> files) {

    static final Database EMPTY = new Database(List.of());

    /** The name of the file in a site. */
    static final String NAME = "db.xml.gz";

    /**
     * @throws RefusedException if two files differ by nothing but their version
     */
    Database {
        files = files.stream().sorted(Comparator.comparing(ListedFile::path)).toList();
        byName(files);
    }

    private static Map<String, ListedFile> byName(List<ListedFile> files) {
        Map<String, ListedFile> named = new TreeMap<>();
        for (ListedFile file : files) {
            ListedFile other = named.put(file.path().unversioned(), file);
            if (other != null) throw sameName(other.path(), file.path());
        }
        return named;
    }

    private static RefusedException sameName(SitePath one, SitePath other) {
        return new RefusedException(
                one + " and " + other,
                "the updater takes them for releases of one file",
                "give them names that differ before the version");
    }

    /**
     * The next release.
     *
     * @param offered all its files
     * @param timestamp YYYYMMDDhhmmss
     * @throws RefusedException if it is not later than what was released before
     */
    Database next(Map<SitePath, Version> offered, long timestamp) {
        Map<String, ListedFile> old = byName(files);
        Map<String, ListedFile> all = new TreeMap<>();
        for (var offer : new TreeMap<>(offered).entrySet()) {
            String name = offer.getKey().unversioned();
            ListedFile before = old.get(name);
            ListedFile file =
                    before == null
                            ? ListedFile.first(offer.getKey(), offer.getValue())
                            : before.next(offer.getKey(), offer.getValue());
            ListedFile other = all.put(name, file);
            if (other != null) throw sameName(other.path(), file.path());
        }
        old.forEach((name, file) -> all.computeIfAbsent(name, n -> file.removed(timestamp)));
        Database next = new Database(List.copyOf(all.values()));
        if (!next.equals(this) && timestamp <= newest())
            throw new RefusedException(
                    "timestamp " + timestamp,
                    "the earlier database has a release of " + newest(),
                    "give a later one: an updater that has seen that release would miss this one");
        return next;
    }

    private long newest() {
        return files.stream().flatMapToLong(Database::times).max().orElse(0);
    }

    private static LongStream times(ListedFile file) {
        return LongStream.concat(
                file.current().stream().mapToLong(Version::timestamp),
                file.previous().stream()
                        .flatMapToLong(p -> LongStream.of(p.timestamp(), p.obsolete())));
    }

    /** What is offered now. */
    Stream<ListedFile> offered() {
        return files.stream().filter(f -> f.current().isPresent());
    }
}
