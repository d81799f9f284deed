package org.coverslip.updatesite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of a site with its history.
 *
 * @param path its name now, with its version
 * @param platforms for whom it is, in the updater's words; empty: for everyone
 * @param current what is offered; empty: the file was removed from the site
 * @param previous what was offered before, newest first
 */
record ListedFile(
        SitePath path,
        List<String> platforms,
        Optional<Version> current,
        List<PreviousVersion> previous) {

    ListedFile {
        platforms = List.copyOf(platforms);
        for (String platform : platforms)
            if (!platform.matches("[a-z0-9-]{1,20}")) throw Entries.refused("platform", platform);
        previous = List.copyOf(previous);
    }

    /** A file that no release had before. */
    static ListedFile first(SitePath path, Version version) {
        return new ListedFile(
                path,
                SitePlatform.of(path.text()).map(SitePlatform::folder).stream().toList(),
                Optional.of(version),
                List.of());
    }

    /**
     * The same file in the next release. What did not change keeps its name and time, so that
     * nobody downloads it again; the size of a jar may differ by that of its manifest.
     */
    ListedFile next(SitePath name, Version version) {
        if (current.isPresent()
                && current.get().checksum().equals(version.checksum())
                && name.equals(path)) {
            Version same =
                    new Version(current.get().timestamp(), version.checksum(), version.size());
            return new ListedFile(path, platforms, Optional.of(same), previous);
        }
        return new ListedFile(name, platforms, Optional.of(version), history(version.timestamp()));
    }

    /** The same file in a release that no longer has it: the updater deletes it. */
    ListedFile removed(long timestamp) {
        if (current.isEmpty()) return this;
        return new ListedFile(path, platforms, Optional.empty(), history(timestamp));
    }

    private List<PreviousVersion> history(long obsolete) {
        List<PreviousVersion> all = new ArrayList<>();
        current.ifPresent(
                c -> all.add(new PreviousVersion(c.timestamp(), c.checksum(), obsolete, path)));
        all.addAll(previous);
        return all;
    }

    /** Whether any release of this file had that content. */
    boolean knows(String checksum) {
        return Stream.concat(
                        current.map(Version::checksum).stream(),
                        previous.stream().map(PreviousVersion::checksum))
                .anyMatch(checksum::equals);
    }

    boolean isFor(SitePlatform platform) {
        return platforms.isEmpty() || platforms.contains(platform.folder());
    }
}
