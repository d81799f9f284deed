package org.coverslip.updatesite;

import java.util.regex.Pattern;
import org.coverslip.RefusedException;

/** What a value in a database of files must look like. */
final class Entries {

    private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
    private static final Pattern TIME =
            Pattern.compile(
                    "(19|2\\d)\\d\\d(0[1-9]|1[0-2])(0[1-9]|[12]\\d|3[01])([01]\\d|2[0-3])[0-5]\\d[0-5]\\d");

    private Entries() {}

    static void checkTimestamp(long timestamp) {
        if (!TIME.matcher(Long.toString(timestamp)).matches())
            throw refused("timestamp", timestamp);
    }

    static void checkChecksum(String checksum) {
        if (checksum == null || !SHA1.matcher(checksum).matches())
            throw refused("checksum", checksum);
    }

    static RefusedException refused(String what, Object value) {
        return new RefusedException(
                what + " " + value,
                "no database of an update site has such a value",
                "timestamps read YYYYMMDDhhmmss, checksums are SHA-1 in lower case");
    }
}
