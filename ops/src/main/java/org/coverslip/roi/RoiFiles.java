package org.coverslip.roi;

import ij.gui.Roi;
import ij.io.FileInfo;
import ij.io.RoiDecoder;
import ij.io.TiffDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.coverslip.RefusedException;

/**
 * The ROIs that belong to an image file, in the places where ImageJ users keep them: {@code
 * cells.roi} or {@code cells.zip} (saved from the ROI Manager) beside {@code cells.png}, else the
 * overlay or selection inside an ImageJ TIFF.
 */
public final class RoiFiles {

    private static final int LARGEST_ROI = 64 << 20;
    private static final int MOST_ROIS = 1_000_000;

    private RoiFiles() {}

    /**
     * @return in the order of the file; empty if the image has none
     * @throws RefusedException if a ROI file is there but damaged
     */
    public static List<Roi> of(Path image) {
        String name = image.getFileName().toString();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        for (String zip : List.of(stem + ".zip", name + ".zip", stem + "_RoiSet.zip")) {
            Path file = image.resolveSibling(zip);
            if (Files.isRegularFile(file)) return fromZip(file);
        }
        Path single = image.resolveSibling(stem + ".roi");
        if (Files.isRegularFile(single)) return List.of(fromFile(single));
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".tif") || lower.endsWith(".tiff") ? fromTiff(image) : List.of();
    }

    /**
     * The ROIs of one file.
     *
     * @param file {@code .roi} or {@code .zip}
     * @return in the order of the file
     * @throws RefusedException if it is damaged
     */
    public static List<Roi> read(Path file) {
        boolean zip = file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".zip");
        return zip ? fromZip(file) : List.of(fromFile(file));
    }

    private static Roi fromFile(Path file) {
        try {
            return decode(Files.readAllBytes(file), file.getFileName().toString(), file);
        } catch (IOException e) {
            throw new RefusedException(
                    file, "these ROIs cannot be read", "save them again from ImageJ", e);
        }
    }

    private static List<Roi> fromZip(Path file) {
        List<Roi> rois = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file);
                ZipInputStream zip = new ZipInputStream(in)) {
            for (ZipEntry entry;
                    (entry = zip.getNextEntry()) != null && rois.size() < MOST_ROIS; ) {
                if (!entry.getName().endsWith(".roi")) continue;
                byte[] bytes = zip.readNBytes(LARGEST_ROI);
                rois.add(decode(bytes, entry.getName(), file));
            }
        } catch (IOException e) {
            throw new RefusedException(
                    file, "this ROI set is damaged", "save it again from the ROI Manager", e);
        }
        return rois;
    }

    private static List<Roi> fromTiff(Path image) {
        List<Roi> rois = new ArrayList<>();
        try {
            Path folder = image.toAbsolutePath().getParent();
            FileInfo[] infos =
                    new TiffDecoder(folder + "/", image.getFileName().toString()).getTiffInfo();
            if (infos == null || infos.length == 0) return rois;
            byte[][] overlay = infos[0].overlay;
            if (overlay != null) {
                for (byte[] bytes : overlay) rois.add(decode(bytes, "overlay", image));
            } else if (infos[0].roi != null) {
                rois.add(decode(infos[0].roi, "selection", image));
            }
            return rois;
        } catch (IOException | RuntimeException e) {
            // NB: whether the TIFF is broken is for its reader to say; here it only has no ROIs.
            return rois;
        }
    }

    private static Roi decode(byte[] bytes, String name, Path file) {
        try {
            String shown = name.endsWith(".roi") ? name.substring(0, name.length() - 4) : name;
            Roi roi = new RoiDecoder(bytes, shown).getRoi();
            if (roi != null) return roi;
        } catch (IOException | RuntimeException e) {
            throw new RefusedException(
                    file, "the ROI \"" + name + "\" is damaged", "save it again from ImageJ", e);
        }
        throw new RefusedException(
                file, "the ROI \"" + name + "\" is damaged", "save it again from ImageJ");
    }
}
