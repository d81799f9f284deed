package org.coverslip.plugins;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.FileInfo;
import ij.plugin.frame.RoiManager;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.coverslip.RefusedException;
import org.coverslip.job.ImageItem;
import org.coverslip.report.ImageFile;
import org.coverslip.slide.ImageFiles;
import org.coverslip.slide.Slides;

/**
 * What a command works on and where its results go.
 *
 * @param items in a fixed order
 * @param output folder for the results
 * @param window the open image that is worked on, whatever is in front when that is done
 */
record Inputs(List<ImageItem> items, Path output, Optional<ImagePlus> window) {

    /**
     * @param input path, folder or glob; blank: the active image
     * @param output folder; blank: {@code <input>-coverslip} beside the input
     * @throws RefusedException if there is nothing to work on, or no place for the output can be
     *     told
     */
    static Inputs resolve(String input, String output) {
        if (input == null || input.isBlank()) return active(output);
        Path given = output == null || output.isBlank() ? null : OpenModel.path(output);
        List<ImageFiles.Entry> files = ImageFiles.expand(input.strip(), given);
        List<ImageItem> items = files.stream().map(e -> ImageItem.of(e.name(), e.path())).toList();
        Path to = given != null ? given : beside(root(files.get(0), input));
        return new Inputs(items, to, Optional.empty());
    }

    /**
     * Where results go that do not belong to single images.
     *
     * @param input folder or glob
     * @param output folder; blank: {@code <input>-coverslip} beside the input
     */
    static Path output(String input, String output) {
        if (output != null && !output.isBlank()) return OpenModel.path(output);
        return beside(OpenModel.path(input.replaceAll("[*?\\[{].*$", "")));
    }

    /** What the user named: the file itself, or the folder that names are relative to. */
    private static Path root(ImageFiles.Entry entry, String input) {
        if (input.strip().endsWith(entry.path().toString())) return entry.path();
        Path root = entry.path().toAbsolutePath();
        for (int i = Path.of(entry.name()).getNameCount(); i > 0; i--) root = root.getParent();
        return root;
    }

    private static Path beside(Path input) {
        Path absolute = input.toAbsolutePath().normalize();
        Path name = absolute.getFileName();
        return absolute.resolveSibling((name == null ? "images" : name) + "-coverslip");
    }

    private static Inputs active(String output) {
        ImagePlus image = WindowManager.getCurrentImage();
        if (image == null || image.getWidth() == 0) {
            throw new RefusedException(
                    "input",
                    "it is empty and no image is open",
                    "give input=<image, folder or glob>");
        }
        FileInfo file = image.getOriginalFileInfo();
        boolean saved =
                file != null
                        && file.directory != null
                        && !file.directory.isEmpty()
                        && file.fileName != null;
        Path to;
        if (output != null && !output.isBlank()) to = OpenModel.path(output);
        else if (saved) to = beside(Path.of(file.directory, file.fileName));
        else {
            throw new RefusedException(
                    image.getTitle(),
                    "it was never saved, so its results have no place",
                    "give output=<folder>");
        }
        ImageItem item =
                new ImageItem(
                        ImageFile.unsaved(image.getTitle()),
                        () -> Slides.of(image),
                        () -> rois(image));
        return new Inputs(List.of(item), to, Optional.of(image));
    }

    /**
     * The overlay's ROIs, else the selection, else those in the ROI Manager, which is only read.
     */
    private static List<Roi> rois(ImagePlus image) {
        Overlay overlay = image.getOverlay();
        if (overlay != null && overlay.size() > 0) return List.of(overlay.toArray());
        if (image.getRoi() != null) return List.of(image.getRoi());
        RoiManager manager = RoiManager.getInstance2();
        return manager == null ? List.of() : List.of(manager.getRoisAsArray());
    }
}
