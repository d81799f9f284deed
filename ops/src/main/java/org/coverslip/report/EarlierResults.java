package org.coverslip.report;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.coverslip.RefusedException;

/**
 * What an earlier run left in an output folder: only files that Coverslip itself names are ever
 * touched.
 */
final class EarlierResults {

    private static final List<String> PER_RUN =
            List.of(
                    // all
                    "summary.csv",
                    "failures.csv",
                    // classify
                    "topk.csv",
                    "montage.png",
                    // explain, evaluate
                    "explanations.csv",
                    "gallery.png",
                    "sanity.csv",
                    "sanity.png",
                    "auc.csv",
                    "roc.png",
                    "detection.csv",
                    "precision-recall.png",
                    "confusion.csv",
                    // words
                    "choice.csv",
                    "choice.png",
                    "dictionary.png",
                    "embedding.png",
                    "histograms.png",
                    "words.csv",
                    "chisquared.csv",
                    "hellinger.csv",
                    "tree.nwk",
                    "tree.png",
                    "classifier.csv",
                    "scores.csv",
                    "importance.csv",
                    "importance.png",
                    // segment
                    "rois.csv",
                    "segmentation.csv",
                    // train
                    "history.csv",
                    "history.png",
                    "classes.png",
                    "split.csv");
    private static final List<String> PER_IMAGE =
            List.of(
                    "tiles.csv",
                    ".tiles.csv.journal",
                    "tissue.tif",
                    "objects.csv",
                    "objects.geojson",
                    "heatmap.tif",
                    "heatmap-raw.tif",
                    "labels.tif",
                    "classes.tif",
                    "rois.csv",
                    "density.tif",
                    "density.png",
                    "explanations.csv",
                    "gallery.png",
                    "overlay.png");

    private final Path folder;

    EarlierResults(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /**
     * Deletes the results the record speaks of, so that two requests are never mixed in one folder.
     *
     * @throws RefusedException if a file is there that cannot be deleted
     */
    void delete(RunJson record) {
        for (String name : PER_RUN) delete(folder.resolve(name));
        if (record.images() == null) return;
        for (ImageFile image : record.images()) {
            Path own = folder.resolve(image.name()).normalize();
            // NB: the record may have been edited by anybody; nothing outside the output folder is
            // deleted for it.
            if (!own.startsWith(folder) || own.equals(folder)) continue;
            for (String name : PER_IMAGE) delete(own.resolve(name));
            deleteIfEmpty(own);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new RefusedException(
                    file,
                    "this result of an earlier run cannot be deleted",
                    "close it or choose another output",
                    e);
        }
    }

    private static void deleteIfEmpty(Path dir) {
        try {
            Files.deleteIfExists(dir);
        } catch (DirectoryNotEmptyException e) {
            // Somebody keeps files of their own there.
        } catch (IOException e) {
            throw new RefusedException(
                    dir, "this folder cannot be deleted", "choose another output", e);
        }
    }
}
