package org.coverslip.updatesite;

/**
 * The release of a file that a site offers now.
 *
 * @param timestamp when it was released, as the number YYYYMMDDhhmmss
 * @param checksum by {@link Checksum}
 * @param size bytes
 */
record Version(long timestamp, String checksum, long size) {

    Version {
        Entries.checkTimestamp(timestamp);
        Entries.checkChecksum(checksum);
        if (size < 0) throw Entries.refused("filesize", size);
    }
}
