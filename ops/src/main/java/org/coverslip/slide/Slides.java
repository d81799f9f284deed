package org.coverslip.slide;

import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;
import org.scijava.InstantiableException;
import org.scijava.plugin.DefaultPluginFinder;
import org.scijava.plugin.PluginIndex;
import org.scijava.plugin.PluginInfo;

/**
 * Opens images.
 *
 * <pre>{@code
 * try (Slide slide = Slides.open(Path.of("cell.png"))) {
 *     RandomAccessibleInterval<? extends RealType<?>> pixels = slide.image(0, 0); // [x,y,c]
 * }
 * }</pre>
 *
 * Readers are all {@link SlideReader} plugins on the class path, in the order of their priority. No
 * SciJava context is needed.
 */
public final class Slides {

    private static final int HEAD = 4096;

    private Slides() {}

    /**
     * Opens a file with the first reader that accepts it. Where that one refuses the file, the next
     * that accepts it is tried; if all refuse, the first refusal is thrown. Where a later one sees
     * more levels, that one is taken: Bio-Formats finds but one in a plain TIFF pyramid. A pyramid
     * that is refused is not read as a plain image.
     *
     * @throws RefusedException if the path is missing, a folder, empty, unreadable, no image, or
     *     damaged
     */
    public static Slide open(Path file) {
        byte[] head = head(file);
        RefusedException first = null;
        Slide opened = null;
        int wanted = 1;
        for (PluginInfo<SlideReader> info : Readers.FOUND) {
            SlideReader reader = instance(info);
            if (!reader.accepts(file, head)) continue;
            int levels = reader.levels(file);
            if (levels < wanted) continue;
            try {
                Slide found = reader.open(file);
                if (opened != null) opened.close();
                opened = found;
                wanted = found.levels().size() + 1;
                continue;
            } catch (RefusedException e) {
                if (first == null) first = e;
            } catch (IOException e) {
                if (first == null) first = unreadable(file, e);
            } catch (OutOfMemoryError e) {
                if (first == null) {
                    first =
                            new RefusedException(
                                    file,
                                    "there is not enough memory left to decode it",
                                    "close other images or give Java more memory (-Xmx, or Edit >"
                                            + " Options > Memory & Threads)",
                                    e);
                }
            }
            wanted = Math.max(wanted, levels);
        }
        if (opened != null) return opened;
        if (first != null) throw first;
        throw new RefusedException(
                file,
                ImageFiles.looksLikeImage(file)
                        ? "it is named like an image, but its content is none that a reader knows"
                        : "it is not an image that a reader knows",
                "give a TIFF, PNG, JPEG, GIF, BMP or DICOM file, or convert it with Fiji");
    }

    /**
     * An open ImageJ image as a slide, without copying pixels: what is changed in ImageJ changes
     * here.
     *
     * @see OpenImage
     * @throws RefusedException if there is no image or it has no pixels
     */
    public static Slide of(ImagePlus image) {
        return OpenImage.of(image);
    }

    private static byte[] head(Path file) {
        if (!Files.exists(file)) {
            throw new RefusedException(file, "there is no such file", "check the path");
        }
        if (Files.isDirectory(file)) {
            throw new RefusedException(file, "this is a folder, not an image", "name a file in it");
        }
        if (!Files.isRegularFile(file)) {
            throw new RefusedException(file, "this is not a regular file", "name an image file");
        }
        try (var in = Files.newInputStream(file)) {
            byte[] head = in.readNBytes(HEAD);
            if (head.length > 0) return head;
        } catch (IOException e) {
            throw unreadable(file, e);
        }
        throw new RefusedException(file, "the file is empty", "fetch it again from its source");
    }

    private static RefusedException unreadable(Path file, IOException e) {
        return new RefusedException(
                file,
                "it cannot be read (" + e.getClass().getSimpleName() + ")",
                "check that the file is whole and that you may read it",
                e);
    }

    private static SlideReader instance(PluginInfo<SlideReader> info) {
        try {
            return info.createInstance();
        } catch (InstantiableException e) {
            throw new IllegalStateException("reader " + info.getClassName(), e);
        }
    }

    /** Found once, when the first file is opened. */
    private static final class Readers {

        // NB: the loader of this class, not of the thread: scripts and ImageJ's menus run with
        // context loaders that may not see this jar's plugin index.
        static final List<PluginInfo<SlideReader>> FOUND = find(Slides.class.getClassLoader());

        private static List<PluginInfo<SlideReader>> find(ClassLoader loader) {
            PluginIndex index = new PluginIndex(new DefaultPluginFinder(loader));
            index.discover();
            return List.copyOf(index.getPlugins(SlideReader.class));
        }
    }
}
