package org.coverslip.slide.bioformats;

import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.slide.Slide;
import org.coverslip.slide.SlideReader;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Reads through Bio-Formats those {@link PlainFormats} that Coverslip's own readers refuse, such as
 * a JPEG 2000 compressed DICOM. The pixel size stays unknown: for plain pictures Bio-Formats
 * reports the print resolution.
 */
@Plugin(type = SlideReader.class, priority = Priority.VERY_LOW)
public final class BioFormatsFallback implements SlideReader {

    @Override
    public boolean accepts(Path file, byte[] head) {
        BioFormats library = BioFormats.find().orElse(null);
        if (library == null) return false;
        try {
            return library.format(file).filter(f -> PlainFormats.contain(f, head)).isPresent();
        } catch (RefusedException e) {
            // BioFormatsSlideReader has said it already.
            return false;
        }
    }

    @Override
    public Slide open(Path file) {
        return new BioFormatsOpener(new LociFile(BioFormats.require(file), file, false), false)
                .open();
    }
}
