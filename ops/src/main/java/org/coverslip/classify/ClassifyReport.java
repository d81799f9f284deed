package org.coverslip.classify;

import java.util.ArrayList;
import java.util.List;
import org.coverslip.job.ImageItem;
import org.coverslip.report.Numbers;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.roi.Part;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Preparation;

/** Writes predictions into the output folder as they come. */
final class ClassifyReport implements ClassifyImages.Sink {

    private final RunFolder folder;
    private final List<String> labels;
    private final Preparation preparation;
    private final boolean byRoi;

    ClassifyReport(RunFolder folder, List<String> labels, Preparation preparation, boolean byRoi) {
        this.folder = folder;
        this.labels = labels;
        this.preparation = preparation;
        this.byRoi = byRoi;
    }

    /** The columns of summary.csv. */
    static List<String> columns(List<String> labels) {
        List<String> columns = new ArrayList<>(List.of("image", "width", "height", "prediction"));
        columns.addAll(labels);
        return columns;
    }

    @Override
    public void done(OpenImage image) {
        Slide slide = image.slide();
        String name = image.item().id().name();
        preparation.remark(slide.channels(), slide.rgb(), name).ifPresent(folder::warn);
        folder.readBy(slide.reader());
        folder.notes(name, slide.notes());
        if (byRoi || image.parts().size() > 1) {
            parts(image).write(folder.folderOf(name).resolve("objects.csv"));
        }
        Level full = slide.levels().get(0);
        Prediction whole = Prediction.mean(image.predictions());
        List<String> row =
                new ArrayList<>(
                        List.of(
                                name,
                                Long.toString(full.width()),
                                Long.toString(full.height()),
                                whole.text()));
        whole.probabilities().forEach(p -> row.add(Numbers.text(p)));
        folder.done(image.item().id(), row);
    }

    @Override
    public void failed(ImageItem item, String sentence) {
        folder.failed(item.id(), sentence);
    }

    private Table parts(OpenImage image) {
        List<String> columns =
                new ArrayList<>(
                        List.of("object", "plane", "x", "y", "width", "height", "prediction"));
        columns.addAll(labels);
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < image.parts().size(); i++) {
            Part part = image.parts().get(i);
            Prediction prediction = image.predictions().get(i);
            List<String> row = new ArrayList<>(List.of(part.name()));
            for (int n :
                    new int[] {part.plane() + 1, part.x(), part.y(), part.width(), part.height()}) {
                row.add(Integer.toString(n));
            }
            row.add(prediction.text());
            prediction.probabilities().forEach(p -> row.add(Numbers.text(p)));
            rows.add(row);
        }
        return new Table(columns, rows);
    }
}
