package org.coverslip.slide;

import java.io.IOException;
import java.nio.file.Path;
import org.scijava.plugin.SciJavaPlugin;

/**
 * Opens one family of files. Implementations are found by their {@code @Plugin(type =
 * SlideReader.class, priority = ...)} and asked in the order of their priority; they need a public
 * constructor without arguments.
 */
public interface SlideReader extends SciJavaPlugin {

    /**
     * Whether {@link #open} should be tried. Looks at the first bytes rather than at the suffix.
     *
     * @param file an existing regular file
     * @param head its first bytes, at most 4096
     */
    boolean accepts(Path file, byte[] head);

    /**
     * How many levels {@link #open} would find, without decoding anything. Where the reader of
     * highest priority finds fewer, this one is used.
     *
     * @param file one that is accepted
     * @return 1 unless the reader knows pyramids; {@link Integer#MAX_VALUE} where it can tell that
     *     the file is damaged, so that no other reader takes a part of it for the whole
     */
    default int levels(Path file) {
        return 1;
    }

    /**
     * @throws org.coverslip.RefusedException if the file is damaged or of a kind that cannot be
     *     read
     * @throws IOException if reading fails
     */
    Slide open(Path file) throws IOException;
}
