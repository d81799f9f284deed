package org.coverslip.classify;

import java.io.IOException;
import java.util.List;
import org.coverslip.job.EachImage;
import org.coverslip.job.ImageItem;
import org.coverslip.job.SlidePlan;
import org.coverslip.job.TileJournal;
import org.coverslip.job.TileOptions;
import org.coverslip.model.ModelBundle;
import org.coverslip.report.ImageFile;
import org.coverslip.report.RunFolder;
import org.coverslip.slide.Slide;

/** Classifies slides one after another; one that fails never ends the rest. */
final class ClassifySlides {

    private final ClassifySlide each;
    private final ModelBundle model;
    private final TileOptions options;
    private final RunFolder folder;
    private final SlideReport report;
    private final String fingerprint;

    ClassifySlides(
            ClassifySlide each,
            ModelBundle model,
            TileOptions options,
            RunFolder folder,
            String fingerprint) {
        this.each = each;
        this.model = model;
        this.options = options;
        this.folder = folder;
        this.report = new SlideReport(folder, model);
        this.fingerprint = fingerprint;
    }

    /**
     * @param batch tiles per batch, which the journal's rows depend on
     * @return whether all was done; false if the user stopped it
     */
    boolean run(List<ImageItem> items, int batch) {
        return new EachImage(folder).run(items, item -> run(item, batch));
    }

    private boolean run(ImageItem item, int batch) throws IOException {
        try (Slide slide = item.opener().open()) {
            SlidePlan plan = SlidePlan.of(item, slide, model, options);
            String header = ClassifySlide.header(model.labels());
            try (TileJournal journal =
                    TileJournal.open(
                            folder.folderOf(item.id().name()),
                            header,
                            identity(item.id(), plan, batch),
                            batch)) {
                ClassifySlide.Tiles tiles = each.run(item, slide, plan, journal);
                if (tiles == null) return false;
                report.write(item, slide, plan, tiles);
                journal.finish(header);
                return true;
            }
        }
    }

    private String identity(ImageFile image, SlidePlan plan, int batch) {
        return "# "
                + fingerprint
                + " "
                + image.bytes()
                + " "
                + image.modified()
                + " tiles "
                + plan.grid().size()
                + " batch "
                + batch;
    }
}
