package org.coverslip.explain;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.coverslip.classify.Prediction;
import org.coverslip.explain.method.Question;
import org.coverslip.explain.method.RawHeat;
import org.coverslip.job.EachImage;
import org.coverslip.job.ImageItem;
import org.coverslip.model.step.TensorBlock;
import org.coverslip.report.Thumbnail;
import org.coverslip.roi.Part;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Coverage;

/**
 * Explains images one after another, each of their planes or ROIs; one that fails never ends the
 * rest.
 */
final class ExplainImages {

    private final ExplainTask task;
    private final Explainer explainer;
    private final ExplainReport report;
    private final boolean byRoi;

    /**
     * @param byRoi whether each ROI is explained for itself
     */
    ExplainImages(ExplainTask task, boolean byRoi) {
        this.task = task;
        this.explainer = task.explainer();
        this.report = task.report();
        this.byRoi = byRoi;
    }

    /**
     * @param already images of the run that were done before, for the progress
     * @return whether all was done; false if the user stopped it
     */
    boolean run(List<ImageItem> items, int already) {
        int total = already + items.size();
        int[] done = {already};
        task.progress().update(done[0], total, "images");
        return new EachImage(report.folder())
                .run(
                        items,
                        item -> {
                            if (task.progress().isCanceled()) return false;
                            try {
                                return explain(item);
                            } finally {
                                task.progress().update(++done[0], total, "images");
                            }
                        });
    }

    private boolean explain(ImageItem item) throws IOException {
        try (Slide slide = item.opener().open()) {
            ImageParts image = new ImageParts(item, slide, task.preparation(), byRoi);
            report.opened(item, slide, task.preparation());
            Optional<Coverage> truth = byRoi ? Optional.empty() : ImageParts.truth(item);
            ExplanationRows rows = report.rows();
            List<Prediction> predictions = new ArrayList<>();
            boolean several = image.parts().size() > 1 || byRoi;
            for (int i = 0; i < image.parts().size(); i++) {
                Part part = image.parts().get(i);
                TensorBlock sample = image.prepare(part);
                Prediction prediction = explainer.subject().predictions(List.of(sample)).get(0);
                predictions.add(prediction);
                List<Integer> asked = task.labels().of(prediction);
                List<RawHeat> heats =
                        explainer.explain(
                                asked.stream().map(l -> new Question(sample, l)).toList());
                Path folder = report.folderOf(item, several ? part : null, i);
                Optional<Coverage> tissue = image.tissue(part.plane());
                BufferedImage picture =
                        Thumbnail.of(
                                image.pixels(part),
                                slide.rgb(),
                                slide.displayRange(),
                                ExplainReport.SCREEN);
                var shown = new ExplainReport.Shown(item, part, several, prediction, picture);
                report.write(shown, folder, slide.pixelSize(), asked, heats);
                if (!task.sanity().isFull()) {
                    task.sanity()
                            .add(
                                    new Question(sample, asked.get(0)),
                                    ExplainReport.small(picture),
                                    heats.get(0));
                }
                for (int k = 0; k < asked.size(); k++) {
                    HeatMass mass =
                            HeatMass.of(
                                    heats.get(k),
                                    part.x(),
                                    part.y(),
                                    part.width(),
                                    part.height(),
                                    tissue,
                                    truth);
                    rows.add(
                            shown.place(),
                            prediction.labels().get(asked.get(k)),
                            prediction.probabilities().get(asked.get(k)),
                            heats.get(k).max(),
                            mass);
                }
            }
            report.done(item, slide, Prediction.mean(predictions), predictions.size(), rows);
            return true;
        } catch (CancellationException e) {
            return false;
        }
    }

    static String percent(double probability) {
        return String.format(Locale.ROOT, "%.3f", probability);
    }
}
