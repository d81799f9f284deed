package org.coverslip.updatesite;

/**
 * A release that a site offered before. The updater replaces a file with one of these checksums and
 * leaves any other alone: the user has changed it.
 *
 * @param timestamp when it was released, as the number YYYYMMDDhhmmss
 * @param checksum by {@link Checksum}
 * @param obsolete when it was replaced; 0: not known
 * @param path its name at that time, with its version; null: not known
 */
record PreviousVersion(long timestamp, String checksum, long obsolete, SitePath path) {

    PreviousVersion {
        Entries.checkTimestamp(timestamp);
        Entries.checkChecksum(checksum);
        if (obsolete != 0) Entries.checkTimestamp(obsolete);
    }
}
