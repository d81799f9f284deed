package org.coverslip.classify;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.coverslip.report.LabelColours;
import org.coverslip.report.Montage;
import org.coverslip.report.Numbers;
import org.coverslip.report.RunFolder;
import org.coverslip.report.Table;
import org.coverslip.report.Thumbnail;
import org.coverslip.roi.Part;
import org.coverslip.slide.Level;
import org.coverslip.slide.Slide;
import org.coverslip.tile.Preparation;

/** Writes predictions into the output folder as they come. */
final class ClassifyReport implements ClassifyImages.Sink {

    private static final int TOP = 5;
    private static final int FIRST_SCORE = 4;

    private final RunFolder folder;
    private final List<String> labels;
    private final Preparation preparation;
    private final boolean byRoi;
    private final Map<String, BufferedImage> thumbnails = new HashMap<>();

    ClassifyReport(RunFolder folder, List<String> labels, Preparation preparation, boolean byRoi) {
        this.folder = folder;
        this.labels = labels;
        this.preparation = preparation;
        this.byRoi = byRoi;
    }

    @Override
    public void done(OpenImage image) {
        Slide slide = image.slide();
        String name = image.item().id().name();
        preparation.remark(slide.channels(), slide.rgb(), name).ifPresent(folder::warn);
        slide.notes().forEach(note -> folder.warn(name + ": " + note));
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
        if (thumbnails.size() < Montage.MOST) thumbnails.put(name, image.thumbnail());
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

    /** Writes what needs all rows: the top labels of every image, and the montage. */
    void finish(List<ImageItem> items) {
        Table summary = folder.summary();
        if (summary.rows().isEmpty()) return;
        List<List<String>> ranks = new ArrayList<>();
        Montage montage = new Montage();
        Map<String, ImageItem> byName = new HashMap<>();
        items.forEach(i -> byName.put(i.id().name(), i));
        for (List<String> row : summary.rows()) {
            Prediction prediction = read(row);
            List<Prediction.Ranked> top = prediction.top(TOP);
            for (int rank = 0; rank < top.size(); rank++) {
                Prediction.Ranked r = top.get(rank);
                ranks.add(
                        List.of(
                                row.get(0),
                                Integer.toString(rank + 1),
                                r.label(),
                                Numbers.text(r.probability())));
            }
            BufferedImage picture = montage.isFull() ? null : thumbnail(byName.get(row.get(0)));
            String caption =
                    String.format(
                            java.util.Locale.ROOT,
                            "%s %.3f",
                            top.get(0).label(),
                            top.get(0).probability());
            String title = Path.of(row.get(0)).getFileName().toString();
            montage.add(picture, title, caption, LabelColours.of(prediction.best()));
        }
        new Table(List.of("image", "rank", "label", "probability"), ranks)
                .write(folder.path().resolve("topk.csv"));
        montage.write(folder.path().resolve("montage.png"));
    }

    private Prediction read(List<String> row) {
        List<Double> p =
                row.subList(FIRST_SCORE, row.size()).stream().map(Double::parseDouble).toList();
        return new Prediction(labels, p, false);
    }

    /**
     * The picture made when the image was classified, or made anew for one that an earlier run did.
     */
    private BufferedImage thumbnail(ImageItem item) {
        BufferedImage made = thumbnails.get(item.id().name());
        if (made != null) return made;
        try (Slide slide = item.opener().open()) {
            return Thumbnail.of(
                    slide.image(slide.levels().size() - 1, 0), slide.rgb(), slide.displayRange());
        } catch (java.io.IOException | RuntimeException e) {
            return new BufferedImage(Montage.SIDE, Montage.SIDE, BufferedImage.TYPE_INT_RGB);
        }
    }
}
