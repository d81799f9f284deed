package org.coverslip.slide;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.plugin.AVI_Reader;
import ij.process.ImageProcessor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.coverslip.RefusedException;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Reads AVI movies through ImageJ's own reader: uncompressed, JPEG and PNG frames. Every frame is a
 * plane; frames are decoded when they are asked for, so that a movie of any length fits.
 */
@Plugin(type = SlideReader.class, priority = Priority.NORMAL)
public final class AviReader implements SlideReader {

    @Override
    public boolean accepts(Path file, byte[] head) {
        return head.length > 12 && text(head, 0).equals("RIFF") && text(head, 8).equals("AVI ");
    }

    private static String text(byte[] head, int at) {
        return new String(head, at, 4, StandardCharsets.US_ASCII);
    }

    @Override
    public Slide open(Path file) {
        ImagePlus movie;
        try {
            movie = AVI_Reader.open(file.toString(), true);
        } catch (RuntimeException e) {
            throw unreadable(file, e);
        }
        // NB: the reader says what is wrong in a window or on the console, and gives nothing.
        if (movie == null || movie.getStackSize() < 1 || movie.getWidth() < 1) {
            throw unreadable(file, null);
        }
        movie.setStack(new OneAtATime(movie.getStack(), file));
        movie.setDimensions(1, 1, movie.getStackSize());
        movie.setTitle(file.getFileName().toString());
        return Slides.of(movie);
    }

    private static RefusedException unreadable(Path file, Exception cause) {
        return new RefusedException(
                file,
                "ImageJ cannot read this movie",
                "convert it to an AVI with JPEG frames, or to a TIFF stack",
                cause);
    }

    /** ImageJ's reader moves in one open file: threads have to take turns. */
    private static final class OneAtATime extends VirtualStack {

        private final ImageStack movie;
        private final Path file;

        OneAtATime(ImageStack movie, Path file) {
            super(movie.getWidth(), movie.getHeight(), null, "");
            this.movie = movie;
            this.file = file;
        }

        @Override
        public synchronized ImageProcessor getProcessor(int frame) {
            ImageProcessor pixels;
            try {
                pixels = movie.getProcessor(frame);
            } catch (RuntimeException e) {
                throw damaged(frame, e);
            }
            if (pixels == null) throw damaged(frame, null);
            return pixels;
        }

        private RefusedException damaged(int frame, Exception cause) {
            return new RefusedException(
                    file, "its frame " + frame + " is damaged", "export the movie again", cause);
        }

        @Override
        public int getSize() {
            return movie.getSize();
        }

        @Override
        public int getBitDepth() {
            return movie.getBitDepth();
        }

        @Override
        public String getSliceLabel(int frame) {
            return movie.getSliceLabel(frame);
        }
    }
}
