package org.coverslip.slide.bioformats;

import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.coverslip.slide.Slide;
import org.coverslip.slide.SlideReader;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Reads slides and microscope images through Bio-Formats where it is on the class path, and accepts
 * nothing where it is not. It is the first choice for all that Bio-Formats knows, and leaves {@link
 * PlainFormats} to Coverslip's own readers.
 *
 * <p>The largest series that is no label, macro photograph or thumbnail is the slide, its
 * resolutions are the levels; other series are named in the notes. Cells are decoded by as many
 * Bio-Formats readers as the machine has cores.
 */
@Plugin(type = SlideReader.class, priority = Priority.VERY_HIGH)
public final class BioFormatsSlideReader implements SlideReader {

    @Override
    public boolean accepts(Path file, byte[] head) {
        BioFormats library = BioFormats.find().orElse(null);
        if (library == null) return false;
        try {
            return library.format(file).filter(f -> !PlainFormats.contain(f, head)).isPresent();
        } catch (RefusedException e) {
            // NB: a version of Bio-Formats that cannot be used: open() says so, and other readers
            // have their turn after it.
            return true;
        }
    }

    @Override
    public Slide open(Path file) {
        BioFormats library = BioFormats.require(file);
        try {
            return new BioFormatsOpener(new LociFile(library, file, true)).open();
        } catch (RefusedException e) {
            if (!library.format(file).filter(PlainFormats.DICOM::equals).isPresent()) throw e;
            // NB: a file of another kind in the folder makes Bio-Formats 8.0.0 fail on all of them.
            return new BioFormatsOpener(new LociFile(library, file, false)).open();
        }
    }
}
